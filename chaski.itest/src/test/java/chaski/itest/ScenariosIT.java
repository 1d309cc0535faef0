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

/** Runs the programs of {@link chaski.itest.scenario} in a JVM of their own, on the class path, and prints their verdicts. */
@Tag("slow")
final class ScenariosIT {

    private static final Duration LIMIT = Duration.ofMinutes(6);

    @TempDir
    private Path work;

    @Test
    @Timeout(value = 7, unit = TimeUnit.MINUTES)
    void everyWaitEnds() throws Exception {
        String classPath =
                String.join(File.pathSeparator, Built.JARS.resolve("*").toString(), Built.TEST_CLASSES.toString());

        JavaProcess.Result result = JavaProcess.run(
                work, LIMIT, List.of("-Xmx512m", "-cp", classPath, "chaski.itest.scenario.ScenarioRunner"));

        System.out.print(result.out());
        assertThat(result.out().lines()).as(result.err()).isNotEmpty().allMatch(line -> line.startsWith("PASS "));
        assertThat(result.status()).isZero();
    }
}
