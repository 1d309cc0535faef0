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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link chaski.itest.soak} for a time, for example {@code -Dchaski.soak=20m}; {@code -Dchaski.seed=42} repeats
 * the same faults, as far as threads and processes allow that.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "chaski.soak", matches = ".+", disabledReason = "skipped: -Dchaski.soak is not set")
final class SoakIT {

    private static final String TIME = System.getProperty("chaski.soak", "20s");

    /** The time to start, to deliver everything after the last fault, and to close. */
    private static final Duration MORE = Duration.ofMinutes(10);

    @TempDir
    private Path work;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everythingIsAccountedForAndNobodyWaits() throws Exception {
        long seed = Long.getLong("chaski.seed", System.nanoTime());
        System.out.println("soak for " + TIME + " by -Dchaski.seed=" + seed);
        String classPath =
                String.join(File.pathSeparator, Built.JARS.resolve("*").toString(), Built.TEST_CLASSES.toString());
        Duration limit = Duration.parse("PT" + TIME).plus(MORE);

        JavaProcess.Result result = JavaProcess.run(
                work, limit, List.of("-cp", classPath, "chaski.itest.soak.SoakRunner", TIME, Long.toString(seed)));

        System.out.print(result.out());
        assertThat(result.status()).as("%s%n%s", result.out(), result.err()).isZero();
    }
}
