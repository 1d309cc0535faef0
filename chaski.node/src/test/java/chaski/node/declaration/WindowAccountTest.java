package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class WindowAccountTest {

    private static final long KIB = 1024;
    private static final long CAPACITY = 1024 * KIB;
    private static final long LARGEST = 4096 * KIB;

    private final WindowAccount account = new WindowAccount(CAPACITY, LARGEST);

    @Test
    void theFirstGrantIsAnEighthAndNothingWhileOthersWait() {
        assertThat(open("first", false).granted()).isEqualTo(CAPACITY / 8);
        assertThat(open("second", true).granted()).isZero();
        assertThat(account.free()).isEqualTo(CAPACITY - CAPACITY / 8);
    }

    @Test
    void aShareIsThreeQuartersAloneAndHalfBesideOthers() {
        InboundCredit first = open("first", false);
        assertThat(account.share(first)).isEqualTo(CAPACITY * 3 / 4);

        open("second", false);

        assertThat(account.share(first)).isEqualTo(CAPACITY / 2);
    }

    @Test
    void consumedAndReturnedCreditIsFreeAgain() {
        InboundCredit flow = open("peer", false);
        flow.received(100);
        account.consumed(flow, 100);
        account.returned(flow, 0, flow.unused());

        assertThat(account.free()).isEqualTo(CAPACITY);
        assertThat(account.consumed()).isEqualTo(100);
    }

    @Test
    void aClosedPeerIsRemovedOnceItsMessagesAreConsumed() {
        InboundCredit flow = open("peer", false);
        flow.received(100);
        account.close(flow);
        assertThat(account.free()).isEqualTo(CAPACITY - 100);
        assertThat(account.flows()).containsExactly(flow);

        account.consumed(flow, 100);

        assertThat(account.free()).isEqualTo(CAPACITY);
        assertThat(account.flows()).isEmpty();
    }

    @Test
    void thePlaceBesideTheWindowLeavesTheWindowFree() {
        assertThat(account.isLarge(CAPACITY)).isFalse();
        assertThat(account.isLarge(CAPACITY + 1)).isTrue();
        assertThat(account.fitsBeside(LARGEST)).isTrue();

        account.takeOwn(LARGEST, true);

        assertThat(account.free()).isEqualTo(CAPACITY);
        assertThat(account.fitsBeside(1)).isFalse();
        account.releaseOwn(LARGEST);
        assertThat(account.fitsBeside(LARGEST)).isTrue();
    }

    @Test
    void aReplenishedPeerGetsNoMoreThanItsTarget() {
        InboundCredit flow = open("peer", false);
        assertThat(account.replenish(flow)).as("it has used nothing").isFalse();
        long first = flow.granted();
        flow.received(first);
        account.consumed(flow, first);

        assertThat(account.replenish(flow)).isTrue();

        assertThat(flow.unused()).isEqualTo(flow.target);
    }

    @Test
    void aNeedIsNoLargerThanTheLargestMessage() {
        InboundCredit flow = open("peer", true);
        flow.needed = Long.MAX_VALUE;

        assertThat(account.need(flow)).isEqualTo(LARGEST);
    }

    private InboundCredit open(String name, boolean contended) {
        InboundCredit flow = new InboundCredit((taken, cost) -> {}, new RecordingPeer(name, new ArrayList<>()), 1);
        account.open(flow, contended);
        return flow;
    }
}
