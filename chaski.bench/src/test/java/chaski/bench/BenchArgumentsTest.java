package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

final class BenchArgumentsTest {

    @Test
    void quickTakesThreeRoundsOfTheReferenceNettyAndChaski() {
        Options options = parse("--quick");

        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.contenders()).containsExactly("jdk-handoff", "rmi", "netty", "chaski");
        assertThat(options.contenders(new Payload(100))).containsExactly("jdk-handoff", "netty", "chaski");
        assertThat(options.workloads()).containsExactly(Workload.W1);
        assertThat(options.payloadBytes()).containsExactly(100, 1024);
    }

    @Test
    void quickFitsIntoTwoMinutes() {
        Options options = parse("--quick");
        int payloads = options.workloads().size() * options.payloadBytes().size();
        int trials = payloads * options.contenders(new Payload(100)).size() * options.rounds();
        Duration measured = options.warmUp().plus(options.measure());

        // the time to start and end two JVMs is added, less than a second together
        assertThat(measured.plusMillis(900).multipliedBy(trials)).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void explicitOptionsOverrideQuick() {
        Options options = parse("--rounds", "7", "--quick", "--warm-up", "0.5", "--measure", "2");

        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.warmUp()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.measure()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void repeatedOptionsAddUpInTheirOrder() {
        Options options = parse(
                "--only",
                "chaski-iterate",
                "--only",
                "jdk-handoff",
                "--payload",
                "1024",
                "--payload",
                "16",
                "--workload",
                "w3");

        assertThat(options.contenders()).containsExactly("chaski-iterate", "jdk-handoff");
        assertThat(options.payloadBytes()).containsExactly(1024, 16);
        assertThat(options.workloads()).containsExactly(Workload.W3);
    }

    @Test
    void optionsOfTheJvmReachTheChildren() {
        Options options = parse("--jvm", "-XX:+UseZGC", "--cpus", "0");

        assertThat(options.jvm().line("name", List.of("receive", "chaski", "100")))
                .startsWith("taskset", "-c", "0")
                .containsAll(JvmCommand.HEAP)
                .containsSubsequence("-Xmx3g", "-XX:+UseZGC", "chaski.bench.ChildMain", "receive", "chaski", "100");
    }

    @ParameterizedTest
    @CsvSource({
        "--payload, 15, a whole number from 16 to 4194304",
        "--payload, 1e3, a whole number from 16 to 4194304",
        "--rounds, 0, a whole number from 1 to 100",
        "--rounds, many, a whole number from 1 to 100",
        "--measure, 0, seconds from 0.1 to 600.0",
        "--measure, NaN, seconds from 0.1 to 600.0",
        "--warm-up, soon, seconds from 0.1 to 600.0",
        "--only, zmq, one of",
        "--workload, W2, a workload of",
        "--mode, sub, a mode of"
    })
    void valueOutOfRangeIsRefusedWithWhatWasExpected(String option, String value, String expected) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(option, value))
                .withMessageContaining(expected)
                .withMessageContaining("'" + value + "'");
    }

    @Test
    void missingValueIsRefused() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse("--only"))
                .withMessageContaining("--only");
    }

    @Test
    void unknownOptionIsRefused() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse("--fast"))
                .withMessageContaining("--fast");
    }

    private static Options parse(String... args) {
        BenchArguments arguments = new BenchArguments();
        arguments.commandLine().parseArgs(args);
        return arguments.options();
    }
}
