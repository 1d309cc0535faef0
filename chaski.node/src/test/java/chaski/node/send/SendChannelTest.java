package chaski.node.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.node.log.LogReader;
import chaski.node.log.SegmentPool;
import chaski.node.session.OwnerMarks;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small records that find no room, and which waiters are woken when there is room again. */
class SendChannelTest {

    private static final int LOG_BYTES = 1 << 20;

    private final Simulation world = new Simulation(1);
    private final OwnerMarks marks = new OwnerMarks(1);
    private int called;

    @Test
    void recordThatFoundNoRoomIsSentAfterAnAcknowledgement() {
        SendChannel outbound = outbound(marks, new SegmentPool(64 << 20, () -> {}, () -> {}));
        fill(outbound);
        marks.wakes = 0;

        outbound.acknowledged(outbound.endPosition(), outbound.endPosition());

        assertThat(outbound.records().postponedCount()).isZero();
        assertThat(marks.wakes).isEqualTo(1);
    }

    @Test
    void messageOfTheEngineThatFoundNoRoomIsTriedAgainAfterAnAcknowledgement() {
        SendChannel outbound = outbound(marks, new SegmentPool(64 << 20, () -> {}, () -> {}));
        fill(outbound);
        assertThat(outbound.records().offer(1, ByteBuffer.allocate(10), () -> called++))
                .isFalse();

        outbound.acknowledged(outbound.endPosition(), outbound.endPosition());

        assertThat(called).isEqualTo(1);
    }

    @Test
    void anAcknowledgementOverTheLinkThatIsLeftMayNameWhatTheNextOneHasSent() {
        SendChannel outbound = outbound(marks, new SegmentPool(64 << 20, () -> {}, () -> {}));
        fill(outbound);
        LogReader left = outbound.links().openReader(0);
        LogReader next = outbound.links().openReader(0);
        next.take(0);

        outbound.acknowledged(next.sent(), left.sent());

        assertThat(outbound.acknowledgedPosition()).isEqualTo(next.sent());
        assertThatThrownBy(() -> outbound.acknowledged(next.sent() + 1, left.sent()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void messageOfTheEngineIsSentAtOnce() {
        SendChannel outbound = outbound(marks, new SegmentPool(64 << 20, () -> {}, () -> {}));

        assertThat(outbound.records().offer(1, ByteBuffer.allocate(10), () -> called++))
                .isTrue();

        assertThat(marks.wakes).isEqualTo(1);
        assertThat(called).isZero();
    }

    @Test
    void everyLogThatLackedMemoryIsServedWhenAnotherOneFreesSome() {
        SegmentPool pool = new SegmentPool(1 << 20, () -> {}, () -> {});
        SendChannel large = outbound(new OwnerMarks(2), pool);
        fill(large);
        SendChannel first = outbound(marks, pool);
        OwnerMarks secondOwnerMarks = new OwnerMarks(3);
        SendChannel second = outbound(secondOwnerMarks, pool);
        fill(first);
        fill(second);
        first.records().offer(1, ByteBuffer.allocate(10), () -> called++);
        second.records().offer(1, ByteBuffer.allocate(10), () -> called++);
        marks.wakes = 0;
        secondOwnerMarks.wakes = 0;

        large.acknowledged(large.endPosition(), large.endPosition());
        world.run(Duration.ofMillis(1));

        assertThat(marks.wakes).isEqualTo(1);
        assertThat(secondOwnerMarks.wakes).isEqualTo(1);
        assertThat(called).isEqualTo(2);
    }

    /** Appends APPLIED until there is no room for it. */
    private static void fill(SendChannel outbound) {
        for (int version = 1; outbound.records().postponedCount() == 0; version++) {
            outbound.credits().apply(List.of(), version, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            assertThat(version).isLessThan(1_000_000);
        }
    }

    private SendChannel outbound(OwnerMarks owner, SegmentPool pool) {
        return new SendChannel(owner, pool, LOG_BYTES, world.environment("node"));
    }
}
