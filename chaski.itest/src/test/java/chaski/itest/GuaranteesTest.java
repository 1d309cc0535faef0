package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of promises names tests that are there. */
final class GuaranteesTest {

    /** {@code a.package.SomeTest.someFact}, where only the class must be; or a fact alone, of the class before it. */
    private static final Pattern NAMED =
            Pattern.compile("`(?:((?:[a-z]+\\.)*)([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?|([a-z]\\w{20,}))`");

    private final List<Path> sources = new ArrayList<>();

    @BeforeEach
    void listSources() throws IOException {
        for (Path classes : Built.classes()) {
            Path module = classes.getParent().getParent();
            for (String kind : List.of("main", "test")) {
                add(module.resolve("src").resolve(kind).resolve("java"));
            }
        }
        add(Path.of("src", "test", "java").toAbsolutePath());
        add(Built.ROOT.resolve("chaski.fuzz").resolve("src").resolve("test").resolve("java"));
    }

    @Test
    void everyTestThatItNamesExists() throws IOException {
        int named = 0;
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(Built.ROOT.resolve("docs").resolve("GUARANTEES.md"))) {
            String source = "";
            for (Matcher test = NAMED.matcher(line); test.find(); ) {
                boolean alone = test.group(4) != null;
                source = alone ? source : source(test.group(1), test.group(2));
                String fact = alone ? test.group(4) : test.group(3);
                if (source.isEmpty() || (fact != null && !source.contains("void " + fact + "("))) {
                    missing.add(test.group());
                }
                named++;
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(30);
    }

    private String source(String packageName, String className) throws IOException {
        String end = packageName.replace('.', '/') + className + ".java";
        for (Path source : sources) {
            if (source.toString().endsWith("/" + end)) {
                return Files.readString(source);
            }
        }
        return "";
    }

    private void add(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
    }
}
