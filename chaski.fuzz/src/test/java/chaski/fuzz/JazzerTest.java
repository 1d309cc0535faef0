package chaski.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fuzzes each target with Jazzer, in a separate process. The property {@code chaski.fuzzSeconds} sets the time, default
 * 60; {@code chaski.fuzzTargets} selects targets by parts of their names, default all. The results are in {@code
 * target/fuzz}: inputs that reach new code in {@code found}, those that fail as {@code crash-…}, and the output.
 */
@Tag("fuzz")
@Timeout(value = 1, unit = TimeUnit.DAYS)
class JazzerTest {

    private static final int SECONDS = Integer.getInteger("chaski.fuzzSeconds", 60);
    private static final List<String> WORDS = List.of(System.getProperty("chaski.fuzzTargets", "")
            .toLowerCase(Locale.ROOT)
            .split(",", -1));

    @ParameterizedTest
    @EnumSource(Targets.class)
    void nothingFails(Targets target) throws IOException, InterruptedException {
        String name = target.name().toLowerCase(Locale.ROOT);
        assumeThat(WORDS).anyMatch(name::contains);
        Path folder = Path.of("target", "fuzz", name).toAbsolutePath();
        Path found = Files.createDirectories(folder.resolve("found"));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.type().getName(),
                        "--instrumentation_includes=chaski.**:tools.jackson.**",
                        "-max_total_time=" + SECONDS,
                        "-max_len=4096",
                        "-timeout=120",
                        "-rss_limit_mb=3000",
                        "-print_final_stats=1",
                        "-artifact_prefix=" + folder + "/",
                        found.toString(),
                        target.corpus().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(10L * SECONDS + 600, TimeUnit.SECONDS))
                    .as("it ends when its time is over; see %s", output)
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("see %s", output).isZero();
        assertThat(Files.readString(output)).contains("stat::number_of_executed_units");
    }
}
