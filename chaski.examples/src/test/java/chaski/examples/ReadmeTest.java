package chaski.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

    @TempDir
    private Path folder;

    @Test
    void codeOfTheReadmeCompilesAndRuns() throws Exception {
        String code = code();
        String name = only(CLASS_NAME, code);
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, code);

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-Xlint:all,-processing",
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());

        assertThat(status).as("status of the compiler").isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            assertThat(CapturedOutput.by(args -> loader.loadClass(name)
                            .getMethod("main", String[].class)
                            .invoke(null, (Object) args)))
                    .containsExactly("hello");
        }
    }

    @Test
    void codeOfTheReadmeIsAboutFifteenLines() throws IOException {
        assertThat(code().lines().filter(line -> !line.isBlank() && !line.startsWith("import ")))
                .hasSizeLessThanOrEqualTo(15);
    }

    private static String code() throws IOException {
        return only(JAVA_BLOCK, Files.readString(Path.of("..", "README.md")));
    }

    private static String only(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s is there", pattern).isTrue();
        return matcher.group(1);
    }
}
