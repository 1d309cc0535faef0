package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {

    private static final Series REFERENCE = new Series(
            ContenderFactory.HANDOFF,
            new Payload(1024),
            List.of(sample(1, 2_000_000, 0.5), sample(2, 1_000_000, 0.7)),
            List.of());
    private static final Series CHASKI = new Series(
            "chaski", new Payload(1024), List.of(sample(1, 1_500_000, 0.6)), List.of("round 2: it said \"no\""));
    private static final Series NETTY = new Series("netty", new Payload(1024), List.of(), List.of("round 1: gone"));

    private final StringWriter text = new StringWriter();

    @Test
    void tableShowsMedianRangeAndRatio() {
        Table table = new Table(new PrintWriter(text));
        table.begin(Workload.W1);
        table.load(Workload.W1, List.of(REFERENCE, CHASKI, NETTY));

        assertThat(text.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsSequence(
                        "load contender messages/s CPU µs/msg x first",
                        "1 KiB jdk-handoff 1,500,000 [1,000,000 - 2,000,000] 0.600 [0.500 - 0.700] 1.00 [1.00 - 1.00]",
                        "1 KiB chaski 1,500,000 [1,500,000 - 1,500,000] 0.600 [0.600 - 0.600] 0.75 [0.75 - 0.75]",
                        "FAILED round 2: it said \"no\"",
                        "1 KiB netty - - -",
                        "FAILED round 1: gone");
    }

    @Test
    void jsonHasAnObjectALine() {
        JsonLines lines = new JsonLines(new PrintWriter(text));
        lines.load(Workload.W1, List.of(REFERENCE, CHASKI, NETTY));

        assertThat(text.toString().lines())
                .containsExactly(
                        "{\"event\":\"result\",\"workload\":\"W1\",\"contender\":\"jdk-handoff\",\"payloadBytes\":1024,"
                                + "\"rounds\":2,\"messagesPerSecond\":{\"median\":1500000.000,\"min\":1000000.000,"
                                + "\"max\":2000000.000},\"cpuUsPerMessage\":{\"median\":0.600,\"min\":0.500,"
                                + "\"max\":0.700},\"ratio\":{\"median\":1.000,\"min\":1.000,\"max\":1.000},"
                                + "\"failures\":[]}",
                        "{\"event\":\"result\",\"workload\":\"W1\",\"contender\":\"chaski\",\"payloadBytes\":1024,"
                                + "\"rounds\":1,\"messagesPerSecond\":{\"median\":1500000.000,\"min\":1500000.000,"
                                + "\"max\":1500000.000},\"cpuUsPerMessage\":{\"median\":0.600,\"min\":0.600,"
                                + "\"max\":0.600},\"ratio\":{\"median\":0.750,\"min\":0.750,\"max\":0.750},"
                                + "\"failures\":[\"round 2: it said \\\"no\\\"\"]}",
                        "{\"event\":\"result\",\"workload\":\"W1\",\"contender\":\"netty\",\"payloadBytes\":1024,"
                                + "\"rounds\":0,\"failures\":[\"round 1: gone\"]}");
    }

    @Test
    void jsonEscapesWhatIsNotPlain() {
        assertThat(JsonLines.quote("a\"b\\c\nµ")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u00b5\"");
    }

    private static TrialSample sample(int round, double perSecond, double cpuUs) {
        return new TrialSample(round, Map.of(Metric.MESSAGES_PER_SECOND, perSecond, Metric.CPU_US_PER_MESSAGE, cpuUs));
    }
}
