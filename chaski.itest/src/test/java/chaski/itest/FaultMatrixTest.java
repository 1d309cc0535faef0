package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tests named in the matrix of faults exist and have passed, and {@code docs/FAULTS.md} is up to date. */
final class FaultMatrixTest {

    private static final String HEAD = """
            # Faults

            What nodes have to bear, and which test shows it. The page is written by the build from
            `chaski.itest.FaultMatrix` (`-Dchaski.golden=write`); the build fails when a test is missing or has failed.

            Six invariants are to hold whatever happens. The column *asserted* names those that the tests of a row check:
            **I1** a healthy pair beside goes on; **I2** its messages, or those concerned, are exact or reported; **I3** memory
            and **I4** descriptors and threads are what they were before; **I5** each refusal is counted and logged, in a
            bounded number of lines; **I6** no `Error` escapes.

            *N* is how many independent trials a build makes. If none fails, the rate of failures is below *3/N* with 95 %
            confidence. More trials: `-Dchaski.seeds`, `-Dchaski.worlds`, `-Dchaski.resets`, `-Dchaski.rounds`, see
            [CONTRIBUTING.md](../CONTRIBUTING.md).

            | row | fault | expected | shown by | N | 3/N | seeds | asserted |
            |---|---|---|---|---|---|---|---|
            """;

    private static final Pattern FAILED = Pattern.compile("<testsuite [^>]*(?:errors|failures)=\"[1-9]");

    @Test
    void theDocumentShowsTheMatrix() throws IOException {
        String rows =
                FaultMatrix.rows().stream().map(FaultMatrixTest::line).collect(Collectors.joining("\n", "", "\n"));
        String remarks = FaultMatrix.rows().stream()
                .filter(row -> !row.remark().isEmpty())
                .map(row -> "- **" + row.id() + "**: " + row.remark() + ".")
                .collect(Collectors.joining("\n", "\n## What is missing\n\n", "\n"));

        Golden.check(Built.ROOT.resolve("docs").resolve("FAULTS.md"), HEAD + rows + remarks);
    }

    private static String line(FaultRow row) {
        String tests = row.tests().stream()
                .map(test -> "`" + test.replace('#', '.') + "`")
                .collect(Collectors.joining(", "));
        return "| " + String.join(" | ", row.id(), row.fault(), row.expected(), tests.isEmpty() ? "no test" : tests)
                + " | " + (row.trials() == 0 ? "–" : row.trials()) + " | " + row.bound() + " | " + row.seeds() + " | "
                + row.invariants() + " |";
    }

    @Test
    void everyRowHasTestsOrSaysWhyNot() {
        assertThat(FaultMatrix.rows())
                .allSatisfy(row -> assertThat(row.tests().isEmpty() ? row.remark() : row.invariants())
                        .as(row.id())
                        .isNotEmpty());
        assertThat(FaultMatrix.rows().stream().map(FaultRow::id)).doesNotHaveDuplicates();
    }

    @Test
    void everyTestIsThere() throws IOException {
        TestSources sources = new TestSources();
        List<String> missing = new ArrayList<>();
        for (FaultRow row : FaultMatrix.rows()) {
            for (String test : row.tests()) {
                String[] parts = test.split("#", 2);
                String source = sources.of(parts[0]);
                boolean named = parts.length == 1
                        || source.contains("void " + parts[1] + "(")
                        || sources.of("chaski.itest.scenario.Scenario").contains("    " + parts[1] + "(");
                if (source.isEmpty() || !named) {
                    missing.add(row.id() + " " + test);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Results of other modules, as far as this build has run them. */
    @Test
    void noTestHasFailed() throws IOException {
        List<String> failed = new ArrayList<>();
        for (FaultRow row : FaultMatrix.rows()) {
            for (String test : row.tests()) {
                String name = test.split("#", 2)[0];
                for (Path classes : Built.classes()) {
                    for (String kind : List.of("surefire-reports", "failsafe-reports")) {
                        Path report = classes.resolveSibling(kind).resolve("TEST-" + name + ".xml");
                        if (Files.exists(report)
                                && FAILED.matcher(Files.readString(report)).find()) {
                            failed.add(row.id() + " " + name);
                        }
                    }
                }
            }
        }
        assertThat(failed).isEmpty();
    }
}
