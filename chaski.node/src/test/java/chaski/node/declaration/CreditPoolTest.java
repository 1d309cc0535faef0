package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreditPoolTest {

    private static final long WINDOW = 1000;
    private static final long LARGEST = 5000;

    private final CreditPool pool = new CreditPool(WINDOW, LARGEST);
    private final List<String> told = new ArrayList<>();

    @Test
    void whatIsGrantedNeverExceedsTheWindow() {
        long granted = 0;
        for (int i = 0; i < 20; i++) {
            granted += open("peer " + i).granted();
            assertThat(granted).isLessThanOrEqualTo(WINDOW);
        }
    }

    @Test
    void whatWasTakenIsGrantedAgain() {
        InboundFlow flow = open("a");
        long first = flow.granted();

        assertThat(flow.received(first)).isTrue();
        assertThat(flow.received(1)).isFalse();
        flow.taken(first);

        assertThat(flow.granted()).isGreaterThan(first);
        assertThat(told).contains("a");
    }

    @Test
    void unusedCreditIsAskedBackOnceForWhoWaits() {
        InboundFlow idle = open("idle");
        InboundFlow waiting = open("waiting");

        pool.blocked(waiting, 400);
        pool.blocked(waiting, 400);

        assertThat(idle.reclaim()).isEqualTo(1);
        pool.yielded(idle, 1, idle.unused());
        assertThat(waiting.granted()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void peersAreToldWhatTheyAreAskedForAndWhatTheyGet() {
        InboundFlow idle = open("idle");
        InboundFlow waiting = open("waiting");
        told.clear();

        pool.blocked(waiting, 400);
        assertThat(told).containsExactly("idle");
        pool.yielded(idle, 1, idle.unused());

        assertThat(told).containsExactly("idle", "waiting");
    }

    /** It keeps the rest for a message that waits elsewhere, and would only answer the same again. */
    @Test
    void whoHasAnsweredIsNotAskedAgainBeforeItGetsMore() {
        InboundFlow first = open("first");
        InboundFlow waiting = open("waiting");
        pool.blocked(waiting, 400);

        pool.yielded(first, 1, 100);

        assertThat(first.reclaim()).isEqualTo(1);
        assertThat(first.unused()).isPositive();
    }

    @Test
    void aMessageLargerThanTheWindowPassesAlone() {
        InboundFlow idle = open("idle");
        InboundFlow large = open("large");

        pool.blocked(large, 3000);
        assertThat(large.granted()).isLessThan(3000);
        pool.yielded(idle, 1, idle.unused());

        assertThat(large.granted()).isEqualTo(3000);
    }

    @Test
    void whatAPeerHasLeftIsAskedBackBeforeItsLargeMessagePasses() {
        InboundFlow flow = open("a");
        long first = flow.granted();

        pool.blocked(flow, 3000);
        assertThat(flow.granted()).isEqualTo(first);
        assertThat(flow.reclaim()).isEqualTo(1);

        pool.yielded(flow, 1, first);
        assertThat(flow.granted() - first).isEqualTo(3000);
    }

    @Test
    void aNeedIsMetThoughTheYieldBeforeItComesLater() {
        InboundFlow idle = open("idle");
        InboundFlow waiting = open("waiting");
        pool.blocked(waiting, 100);
        pool.yielded(idle, 1, 0);
        InboundFlow third = open("third");
        pool.blocked(third, 500);
        pool.yielded(idle, idle.reclaim(), idle.unused());
        long unused = waiting.unused();
        assertThat(unused).isPositive();

        pool.blocked(waiting, 100); // it has yielded all it had when it says so, but that is still in its log
        pool.yielded(waiting, waiting.reclaim(), unused);

        assertThat(waiting.unused()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void nobodyIsGrantedMoreThanTheLargestMessageWhateverItAsks() {
        InboundFlow hostile = open("hostile");
        pool.yielded(hostile, 0, hostile.unused());
        long before = hostile.granted();

        pool.blocked(hostile, Long.MAX_VALUE / 2);

        assertThat(hostile.granted() - before).isLessThanOrEqualTo(LARGEST);
    }

    @Test
    void aYieldOfMoreThanIsUnusedBreaksTheProtocol() {
        InboundFlow flow = open("a");

        assertThatThrownBy(() -> pool.yielded(flow, 1, flow.unused() + 1)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> pool.yielded(flow, 1, -1)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatAPeerThatIsGoneHadNotUsedIsFreeAndWhatWaitsStillCounts() {
        InboundFlow gone = open("gone");
        long granted = gone.granted();
        gone.received(200);

        pool.close(gone);
        assertThat(pool.tryReserve(WINDOW - 200)).isTrue();
        assertThat(pool.tryReserve(1)).isFalse();

        pool.release(WINDOW - 200);
        gone.taken(200);
        assertThat(granted).isGreaterThanOrEqualTo(200);
        assertThat(pool.tryReserve(WINDOW)).isTrue();
    }

    @Test
    void ownPublishersShareTheWindow() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        assertThat(open("late").granted()).isZero();

        List<String> called = new ArrayList<>();
        pool.whenReservable(300, () -> called.add("first"));
        assertThat(called).isEmpty();
        pool.release(WINDOW);

        assertThat(called).containsExactly("first");
    }

    @Test
    void aNewcomerGetsNothingThatOthersWaitFor() {
        InboundFlow first = open("first");
        pool.blocked(open("waiting"), 3000);
        pool.yielded(first, 1, 300);

        assertThat(open("newcomer").granted()).isZero();
    }

    @Test
    void aNewcomerDuringALargerMessageGetsNothingRatherThanLess() {
        InboundFlow large = open("large");
        pool.yielded(large, 0, large.unused());
        pool.blocked(large, 3000);

        assertThat(open("newcomer").granted()).isZero();
    }

    @Test
    void peersAndLocalMessagesAreServedInTheOrderTheyCame() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        InboundFlow early = open("early");
        InboundFlow late = open("late");
        pool.blocked(early, 400);
        Reservation local = reserve("local", 500);
        pool.blocked(late, 300);

        pool.release(400);
        assertThat(early.granted()).isEqualTo(400);
        assertThat(local.isHeld()).isFalse();

        pool.release(400);
        assertThat(local.isHeld()).isFalse();
        assertThat(late.granted()).isZero();

        pool.release(200);
        assertThat(local.isHeld()).isTrue();
        assertThat(late.granted()).isZero();
        assertThat(told).containsSubsequence("early", "local").doesNotContain("late");

        local.cancel();
        assertThat(late.granted()).isGreaterThanOrEqualTo(300);
    }

    @Test
    void roomThatWasServedIsKeptForTheMessage() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        Reservation waiting = reserve("waiting", 600);
        pool.release(WINDOW);

        assertThat(waiting.isHeld()).isTrue();
        assertThat(pool.tryReserve(401)).isFalse();
        assertThat(pool.tryReserve(400)).isTrue();
        assertThat(open("newcomer").granted()).isZero();
    }

    @Test
    void nobodyOvertakesALocalMessageThatWaits() {
        InboundFlow busy = open("busy");
        long granted = busy.granted();
        assertThat(busy.received(granted)).isTrue();
        Reservation waiting = reserve("waiting", 600);

        assertThat(pool.tryReserve(1)).isFalse();
        busy.taken(500);
        pool.blocked(busy, granted + 100);

        assertThat(busy.granted()).isEqualTo(granted);
        assertThat(waiting.isHeld()).isFalse();
        busy.taken(100);
        assertThat(waiting.isHeld()).isTrue();
    }

    @Test
    void aLocalMessageAsksUnusedCreditBack() {
        InboundFlow idle = open("idle");

        Reservation waiting = reserve("waiting", 600);

        assertThat(idle.reclaim()).isEqualTo(1);
        pool.yielded(idle, 1, idle.unused());
        assertThat(waiting.isHeld()).isTrue();
    }

    @Test
    void aMessageThatDoesNotWaitAsksUnusedCreditBack() {
        InboundFlow idle = open("idle");
        assertThat(pool.tryReserve(600)).isFalse();
        assertThat(idle.reclaim()).isZero();

        pool.refused();
        pool.refused();

        assertThat(idle.reclaim()).isEqualTo(1);
        pool.yielded(idle, 1, idle.unused());
        assertThat(pool.tryReserve(600)).isTrue();
    }

    @Test
    void aPlaceThatIsLeftIsThatOfTheNext() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        Reservation first = reserve("first", WINDOW);
        Reservation second = reserve("second", 300);
        pool.release(500);
        assertThat(second.isHeld()).isFalse();

        first.cancel();
        first.cancel();

        assertThat(second.isHeld()).isTrue();
        second.cancel();
        second.cancel();
        assertThat(pool.tryReserve(500)).isTrue();
        assertThat(pool.tryReserve(1)).isFalse();
    }

    @Test
    void callbacksAreCalledWhenNobodyWaitsAndThereIsRoomForThem() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        Reservation waiting = reserve("waiting", 300);
        pool.whenReservable(800, () -> told.add("large"));
        pool.whenReservable(200, () -> told.add("small"));
        pool.release(250);
        assertThat(told).isEmpty();

        pool.release(250);
        assertThat(told).containsExactly("waiting", "small");

        waiting.cancel();
        pool.release(500);
        assertThat(told).containsExactly("waiting", "small", "large");
    }

    @Test
    void nobodyIsGivenRoomThatACallbackWaitsForWithoutAsking() {
        InboundFlow busy = open("busy");
        long granted = busy.granted();
        assertThat(busy.received(granted)).isTrue();
        pool.whenReservable(WINDOW, () -> told.add("callback"));

        busy.taken(granted - 1);
        assertThat(busy.granted()).isEqualTo(granted);
        busy.taken(1);

        assertThat(told).startsWith("callback");
    }

    @Test
    void aCallbackThatIsCancelledIsNotCalled() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        Runnable same = () -> told.add("callback");
        pool.whenReservable(300, same).cancel();
        pool.whenReservable(300, same);
        pool.release(WINDOW);

        assertThat(told).containsExactly("callback");
    }

    /** Peers' credit of a declaration that is withdrawn may never come back. */
    @Test
    void aWithdrawnWindowServesWhatWaitsAndBoundsNothing() {
        InboundFlow peer = open("peer");
        InboundFlow blocked = open("blocked");
        pool.blocked(blocked, 2000);
        Reservation waiting = reserve("waiting", 900);
        pool.whenReservable(900, () -> told.add("callback"));
        told.clear();

        pool.withdraw();

        assertThat(waiting.isHeld()).isTrue();
        assertThat(told).containsExactly("waiting", "callback");
        assertThat(reserve("late", 3000).isHeld()).isTrue();
        pool.whenReservable(5000, () -> told.add("late callback"));
        assertThat(told).endsWith("late callback");
        assertThat(pool.tryReserve(5000)).isTrue();
        long before = blocked.granted();
        pool.release(5000);
        pool.blocked(blocked, 4000);
        waiting.cancel();
        pool.close(peer);
        assertThat(blocked.granted()).isEqualTo(before);
        assertThat(pool.tryReserve(WINDOW)).isTrue();
    }

    private Reservation reserve(String name, long cost) {
        List<Runnable> notified = new ArrayList<>();
        Reservation reservation = pool.reserve(cost, () -> told.add(name), notified);
        notified.forEach(Runnable::run);
        return reservation;
    }

    private InboundFlow open(String name) {
        return pool.open(
                new DeclarationPeer() {
                    @Override
                    public void declarationsChanged() {
                        told.add(name + " declarations");
                    }

                    @Override
                    public void creditChanged(InboundFlow flow) {
                        told.add(name);
                    }
                },
                1);
    }
}
