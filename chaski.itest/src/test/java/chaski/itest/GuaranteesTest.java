package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests that the document on guarantees names exist. */
final class GuaranteesTest {

    /**
     * {@code a.package.SomeTest.someFact}, or {@code a.package.SomeTest} if only the class must exist; or a fact alone,
     * of the class before it.
     */
    private static final Pattern NAMED =
            Pattern.compile("`(?:((?:[a-z]+\\.)*)([A-Z]\\w*(?:Test|IT|Contract))(?:\\.(\\w+))?|([a-z]\\w{20,}))`");

    @Test
    void everyTestThatItNamesExists() throws IOException {
        TestSources sources = new TestSources();
        int named = 0;
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(Built.ROOT.resolve("docs").resolve("GUARANTEES.md"))) {
            String source = "";
            for (Matcher test = NAMED.matcher(line); test.find(); ) {
                boolean alone = test.group(4) != null;
                source = alone ? source : sources.of(test.group(1) + test.group(2));
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
}
