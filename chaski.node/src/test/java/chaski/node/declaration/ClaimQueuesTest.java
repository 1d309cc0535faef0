package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimQueuesTest {

    private static final long CAPACITY = 1000;
    private static final long LARGEST = 5000;

    private final WindowAccount account = new WindowAccount(CAPACITY, LARGEST);
    private final ClaimQueues queues = new ClaimQueues(account, new CreditReclaimer(account));
    private final List<String> notifications = new ArrayList<>();

    @Test
    void claimantsAreServedInOrderAndTheFirstWithoutRoomBlocksTheRest() {
        account.takeOwn(700, false);
        Reservation first = add("first", 200);
        Reservation second = add("second", 500);
        Reservation third = add("third", 50);

        serve();

        assertThat(notifications).containsExactly("first");
        assertThat(first.isHeld()).isTrue();
        assertThat(queues.firstBlocked()).isSameAs(second);
        assertThat(third.isHeld()).isFalse();
    }

    @Test
    void aLargeMessageWaitsForThePlaceBesideTheWindowAndBlocksNobody() {
        account.takeOwn(2000, true);
        Reservation large = add("large", 3000);
        Reservation small = add("small", 100);

        serve();
        assertThat(queues.isLargeBlocked()).isTrue();
        assertThat(small.isHeld()).isTrue();

        account.releaseOwn(2000);
        serve();
        assertThat(large.isHeld()).isTrue();
        assertThat(queues.isLargeBlocked()).isFalse();
    }

    @Test
    void aClaimantIsQueuedOnceAndCanBeRemoved() {
        account.takeOwn(CAPACITY, false);
        Reservation waiting = add("waiting", 100);
        queues.add(waiting);

        assertThat(queues.remove(waiting)).isTrue();
        assertThat(queues.remove(waiting)).isFalse();
    }

    @Test
    void aPeerThatWaitsForItsOwnMessagesBlocksNobody() {
        InboundCredit busy = open("busy");
        open("other");
        long granted = busy.granted();
        busy.received(granted);
        busy.needed = granted + 400;
        account.takeOwn(account.free() - 100, false);
        queues.add(busy);
        Reservation small = add("small", 100);

        serve();

        assertThat(busy.granted()).isEqualTo(granted);
        assertThat(small.isHeld()).isTrue();
        assertThat(queues.isBlocked()).isFalse();
    }

    @Test
    void aWithdrawnWindowServesEverything() {
        account.takeOwn(CAPACITY, false);
        add("first", 900);
        add("large", 4000);
        account.withdraw();

        serve();

        assertThat(notifications).containsExactlyInAnyOrder("first", "large");
    }

    @Test
    void aPeerIsBlockingIfSomebodyElseWaits() {
        InboundCredit idle = open("idle");
        account.takeOwn(account.free(), false);
        serve();
        assertThat(queues.isBlockedBy(idle)).isFalse();

        add("waiting", 100);
        serve();

        assertThat(queues.isBlockedBy(idle)).isTrue();
    }

    private Reservation add(String name, long cost) {
        Reservation reservation = new Reservation(cancelled -> {}, cost, () -> notifications.add(name));
        queues.add(reservation);
        return reservation;
    }

    private InboundCredit open(String name) {
        InboundCredit flow = new InboundCredit((taken, cost) -> {}, new RecordingPeer(name, notifications), 1);
        account.open(flow, false);
        return flow;
    }

    private void serve() {
        List<Runnable> notified = new ArrayList<>();
        queues.serve(notified);
        notified.forEach(Runnable::run);
    }
}
