package chaski.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs jcstress over the tests of this module, which are in the packages of the tested classes. The property {@code
 * chaski.stressMode} is a mode of jcstress: {@code sanity}, the default, takes two minutes on two cores; {@code quick}
 * finds rare outcomes, too, and takes an hour. {@code chaski.stressMinutes} bounds it, default 20. The report is left
 * in {@code target/jcstress}. Tests with three threads run only where there are three cores.
 */
@Tag("concurrency")
class StressTest {

    private static final String MODE = System.getProperty("chaski.stressMode", "sanity");
    private static final long LIMIT_MINUTES = Long.getLong("chaski.stressMinutes", 20);

    @Test
    void noForbiddenOutcomeIsSeen() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = List.of(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-m",
                MODE,
                "-t",
                "chaski\\..*",
                "-r",
                folder.toString());
        Path out = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as("jcstress ended within %d minutes; see %s", LIMIT_MINUTES, out)
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("exit code of jcstress; see %s", out).isZero();
        assertThat(Files.readString(out))
                .contains("Failed tests: No matches", "Error tests: No matches")
                .containsPattern("All remaining tests: [1-9]");
    }
}
