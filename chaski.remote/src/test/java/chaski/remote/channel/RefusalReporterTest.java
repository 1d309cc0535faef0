package chaski.remote.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.remote.wire.RefusalReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Refusals are all counted, and reported at most once a minute for each peer and reason. */
class RefusalReporterTest {

    private static final long MINUTE_NS = 60_000_000_000L;

    private final List<NodeEvent> events = new ArrayList<>();
    private long nowNs;
    private final RemoteCounters counters = new RemoteCounters(() -> nowNs);
    private final RefusalReporter refusals =
            new RefusalReporter(counters, draft -> events.add(draft.at(Instant.EPOCH)));
    private final FakeRpcChannel peer = new FakeRpcChannel(1);

    @Test
    void everyRefusalIsCountedAndTheFirstOfAMinuteIsReported() {
        refusals.report(peer, "calls", RefusalReason.OVERLOADED, "too many");
        refusals.report(peer, "calls", RefusalReason.OVERLOADED, "too many");

        assertThat(counters.snapshot()).containsEntry("calls.refused.overloaded", 2L);
        assertThat(events)
                .containsExactly(
                        new NodeEvent.Refused(Instant.EPOCH, "node-1", "calls.refused.overloaded", "too many"));

        nowNs += MINUTE_NS + 1;
        refusals.report(peer, "calls", RefusalReason.OVERLOADED, "too many");
        assertThat(events).hasSize(2);
    }

    @Test
    void peersAndReasonsAreReportedApart() {
        refusals.report(peer, "calls", RefusalReason.OVERLOADED, "too many");
        refusals.report(new FakeRpcChannel(2), "calls", RefusalReason.OVERLOADED, "too many");
        refusals.report(peer, "calls", RefusalReason.ARGUMENTS, "two arguments");
        refusals.report(peer, "streams", RefusalReason.OVERLOADED, "too many");

        assertThat(events).hasSize(4);
    }

    @Test
    void withdrawnExportsAreExpectedAndNotReported() {
        refusals.report(peer, "calls", RefusalReason.WITHDRAWN, "withdrawn");

        assertThat(counters.snapshot()).containsEntry("calls.refused.withdrawn", 1L);
        assertThat(events).isEmpty();
    }
}
