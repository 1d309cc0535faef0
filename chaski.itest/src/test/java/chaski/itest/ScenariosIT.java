package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the programs of {@link chaski.itest.scenario} in a separate JVM, on the class path, and prints their verdicts.
 */
@Tag("slow")
final class ScenariosIT {

    private static final Duration LIMIT = Duration.ofMinutes(6);

    /** How often the link of one scenario is reset; {@code -Dchaski.resets=1000} does it more often. */
    private static final int RESETS = Integer.getInteger("chaski.resets", 50);

    @TempDir
    private Path work;

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void everyWaitEnds() throws Exception {
        String classPath =
                String.join(File.pathSeparator, Built.JARS.resolve("*").toString(), Built.TEST_CLASSES.toString());

        JavaProcess.Result result = JavaProcess.run(
                work,
                LIMIT.plusSeconds(RESETS),
                List.of(
                        "-Xmx512m",
                        "-Dchaski.resets=" + RESETS,
                        "-cp",
                        classPath,
                        "chaski.itest.scenario.ScenarioRunner"));

        System.out.print(result.out());
        assertThat(result.out().lines()).as(result.err()).isNotEmpty().allMatch(line -> line.startsWith("PASS "));
        assertThat(result.status()).isZero();
    }
}
