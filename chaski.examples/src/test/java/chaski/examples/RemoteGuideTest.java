package chaski.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code blocks of the guide to remote calls compile, each as a type or as lines of a method. */
class RemoteGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "REMOTE.md");

    private static final Pattern PIECE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((\\.\\./[^)#]+|[A-Z]+\\.md)");

    /** The variables that the blocks assume: those that a block declares itself are not parameters. */
    private static final List<String> GIVEN =
            List.of("Node node", "Remote remote", "Calculator calculator", "Calculator calc", "Engine engine");

    private static final String IMPORTS = """
            import chaski.api.*;
            import chaski.api.node.*;
            import chaski.api.remote.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;

            @SuppressWarnings("unused")
            class Guide {
                interface Engine {}

            """;

    @TempDir
    private Path folder;

    @Test
    void everyPieceOfCodeCompiles() throws IOException {
        StringBuilder source = new StringBuilder(IMPORTS);
        List<String> pieces = pieces();
        for (int i = 0; i < pieces.size(); i++) {
            source.append(member(i, pieces.get(i))).append('\n');
        }
        source.append("}\n");

        assertThat(compile(source.toString())).as(source.toString()).isEmpty();
        assertThat(pieces).hasSizeGreaterThan(10);
    }

    @Test
    void everyFileThatItLinksToIsThere() throws IOException {
        Matcher link = LINK.matcher(Files.readString(GUIDE));
        while (link.find()) {
            assertThat(GUIDE.resolveSibling(link.group(1))).exists();
        }
    }

    private static List<String> pieces() throws IOException {
        return PIECE.matcher(Files.readString(GUIDE))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String member(int number, String piece) {
        if (piece.startsWith("public interface ")) {
            return piece;
        }
        List<String> parameters = GIVEN.stream()
                .filter(given -> !piece.contains(given.substring(given.indexOf(' ')) + " ="))
                .toList();
        return "void piece" + number + "(" + String.join(", ", parameters) + ") throws Exception {\n" + piece + "}\n";
    }

    private List<String> compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Guide.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        List<String> options = List.of(
                "-Xlint:all,-processing,-try",
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        compiler.getTask(said, null, null, options, null, List.of(file)).call();
        return new ArrayList<>(Stream.of(said.toString().split("\n"))
                .filter(line -> !line.isBlank())
                .toList());
    }
}
