package chaski.node.send;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.log.SegmentPool;
import chaski.node.session.OwnerMarks;
import chaski.node.wire.RecordHeader;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentedMessagesTest {

    private static final int LIMIT = 1 << 20;
    private static final int LENGTH = RecordHeader.MAX_BODY + 1;

    private final SendChannel channel = new SendChannel(
            new OwnerMarks(1),
            new SegmentPool(64 << 20, () -> {}, () -> {}),
            LIMIT,
            new Simulation(1).environment("node"));
    private final RoutePeerState leg = channel.routes().of(new SomeRoute());
    private final FragmentWriter fragments = new FragmentWriter(ByteBuffer.allocate(0), ByteBuffer.allocate(LENGTH));
    private final List<String> settled = new ArrayList<>();
    private final AckCountdown countdown =
            new AckCountdown(1, (acknowledged, lost) -> settled.add(acknowledged + " and " + lost));

    private void begin() {
        channel.lock.lock();
        try {
            assertThat(channel.reserve(FragmentWriter.space(LENGTH))).isTrue();
            assertThat(SendChannel.provide(List.of(channel), true)).isNull();
            channel.fragmented().begin(leg, 1, LENGTH);
        } finally {
            channel.lock.unlock();
        }
    }

    private void appendNext() {
        assertThat(fragments.next()).isTrue();
        channel.fragmented().append(leg, 1, fragments, countdown);
    }

    @Test
    void aPeerAssemblesNoMoreThanItsLimitUnlessItIsOneMessage() {
        channel.limits(LIMIT, LENGTH + 10);
        assertThat(channel.fragmented().mayBegin(LENGTH + 11)).isTrue();

        begin();

        assertThat(channel.fragmented().mayBegin(10)).isTrue();
        assertThat(channel.fragmented().mayBegin(11)).isFalse();
    }

    @Test
    void theLastFragmentMakesRoomForAnotherMessage() {
        channel.limits(LIMIT, LENGTH);
        List<String> woken = new ArrayList<>();
        new WaitTicket(() -> woken.add("next")).enqueueIn(channel.room, true, new PublisherWait(0, 0));
        woken.clear();
        begin();

        appendNext();
        assertThat(channel.fragmented().mayBegin(1)).isFalse();
        assertThat(woken).isEmpty();
        appendNext();

        assertThat(channel.fragmented().mayBegin(1)).isTrue();
        assertThat(woken).containsExactly("next");
        assertThat(leg.inProgress).isNegative();
    }

    @Test
    void theMessageIsAcknowledgedWithItsLastFragment() {
        begin();
        appendNext();
        channel.acknowledged(channel.endPosition(), channel.endPosition());
        appendNext();
        assertThat(settled).isEmpty();

        channel.acknowledged(channel.endPosition(), channel.endPosition());

        assertThat(settled).containsExactly("1 and 0");
    }

    @Test
    void aMessageWhoseSessionEndsBeforeItsLastFragmentIsLost() {
        begin();
        appendNext();
        channel.end(-1, new ArrayList<>(), new ArrayList<>());
        long end = channel.endPosition();

        appendNext();

        assertThat(channel.endPosition()).isEqualTo(end);
        assertThat(settled).containsExactly("0 and 1");
    }

    @Test
    void aRouteThatIsClosedInBetweenIsClosedAfterTheLastFragment() {
        begin();
        leg.introduced = true;
        appendNext();
        channel.routes().close(leg.route);
        long before = channel.endPosition();

        appendNext();

        assertThat(channel.endPosition() - before)
                .isEqualTo(RecordHeader.BYTES + fragments.body().remaining() + RecordHeader.BYTES);
    }
}
