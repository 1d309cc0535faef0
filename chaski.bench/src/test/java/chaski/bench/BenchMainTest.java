package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with real child processes. */
final class BenchMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shortRunMeasuresAndVerifies() {
        int status = run(
                "--json",
                "--only",
                "jdk-handoff",
                "--payload",
                "100",
                "--rounds",
                "1",
                "--warm-up",
                "0.1",
                "--measure",
                "0.1",
                "--jvm",
                "-Xms64m");

        assertThat(text(err)).isEmpty();
        assertThat(status).isZero();
        assertThat(text(out).lines()).hasSize(3).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(text(out)).contains("\"messagesPerSecond\"", "\"p99Us\"", "\"failures\":[]");
    }

    @Test
    void failingChildrenAreReportedAndMakeTheStatusOne() {
        int status = run(
                "--workload",
                "W1",
                "--only",
                "jdk-handoff",
                "--payload",
                "100",
                "--rounds",
                "1",
                "--warm-up",
                "0.1",
                "--measure",
                "0.1",
                "--jvm",
                "-XX:NoSuchOption");

        assertThat(status).isEqualTo(1);
        assertThat(text(out)).contains("FAILED round 1", "NoSuchOption");
        assertThat(text(err)).hasLineCount(1);
    }

    @Test
    void interruptEndsIt() {
        Thread.currentThread().interrupt();

        assertThat(run("--quick", "--jvm", "-Xms64m")).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(text(err)).hasLineCount(1).contains("interrupted");
        // they are ended, and the system takes a moment to report that
        ProcessHandle.current()
                .descendants()
                .forEach(child -> child.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    @Test
    void wrongUsageIsReportedAndExplainedWithStatusTwo() {
        assertThat(run("--payload", "1")).isEqualTo(2);
        assertThat(text(err).lines().findFirst().orElseThrow()).contains("--payload", "16 to 4194304", "'1'");
        assertThat(text(err)).contains("Usage: chaski bench", "--payload", "Exit status");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void helpNamesEveryContenderAndWorkload() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains(ContenderFactory.NAMES).contains("W1", "W3");
    }

    @Test
    void commandFindsItAsATool() {
        assertThat(ServiceLoader.load(ToolProvider.class))
                .extracting(ToolProvider::name)
                .contains("chaski-bench");
    }

    private int run(String... args) {
        return BenchMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
