package chaski.node.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CreditPoolTest {

    private static final long WINDOW = 1000;
    private static final long LARGEST = 5000;

    private final List<Runnable> looks = new ArrayList<>();
    private final CreditPool pool = new CreditPool(WINDOW, LARGEST, looks::add);
    private final List<String> reported = new ArrayList<>();
    private final List<InboundCredit> opened = new ArrayList<>();

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
        InboundCredit flow = open("a");
        long first = flow.granted();

        assertThat(flow.received(first)).isTrue();
        assertThat(flow.received(1)).isFalse();
        flow.taken(first);

        assertThat(flow.granted()).isGreaterThan(first);
        assertThat(reported).contains("a");
    }

    @Test
    void unusedCreditIsAskedBackOnceForWhoWaits() {
        InboundCredit idle = open("idle");
        InboundCredit waiting = open("waiting");

        pool.blocked(waiting, 400);
        pool.blocked(waiting, 400);

        assertThat(idle.reclaim()).isEqualTo(1);
        pool.yielded(idle, 1, idle.unused());
        assertThat(waiting.granted()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void peersAreToldWhatTheyAreAskedForAndWhatTheyGet() {
        InboundCredit idle = open("idle");
        InboundCredit waiting = open("waiting");
        reported.clear();

        pool.blocked(waiting, 400);
        assertThat(reported).containsExactly("idle");
        pool.yielded(idle, 1, idle.unused());

        assertThat(reported).containsExactly("idle", "waiting");
    }

    /** It keeps the rest for a message that waits elsewhere, and would only give the same answer again. */
    @Test
    void whoHasAnsweredIsNotAskedAgainBeforeItGetsMore() {
        InboundCredit first = open("first");
        InboundCredit waiting = open("waiting");
        pool.blocked(waiting, 400);

        pool.yielded(first, 1, 100);

        assertThat(first.reclaim()).isEqualTo(1);
        assertThat(first.unused()).isPositive();
    }

    @Test
    void aMessageLargerThanAShareHasItsPlaceBesideTheWindow() {
        InboundCredit idle = open("idle");
        InboundCredit large = open("large");

        pool.blocked(large, 3000);

        assertThat(large.granted()).isEqualTo(3000);
        assertThat(idle.reclaim()).isZero();
        assertThat(outstanding()).isEqualTo(WINDOW + 3000);
    }

    @Test
    void whatAPeerHasLeftIsPartOfWhatItsLargeMessageGets() {
        InboundCredit flow = open("a");

        pool.blocked(flow, 3000);

        assertThat(flow.granted()).isEqualTo(3000);
        assertThat(flow.reclaim()).isZero();
    }

    @Test
    void largeMessagesPassOneAfterTheOtherAndHoldNobodyUp() {
        InboundCredit idle = open("idle");
        pool.yielded(idle, 0, idle.unused());
        InboundCredit first = open("first");
        InboundCredit second = open("second");
        pool.yielded(first, 0, first.unused());
        pool.yielded(second, 0, second.unused());
        long before = second.granted();
        pool.blocked(first, first.granted() - first.returned() + 3000);
        pool.blocked(second, second.granted() - second.returned() + 2000);
        assertThat(first.unused()).isEqualTo(3000);
        assertThat(second.granted()).isEqualTo(before);

        pool.blocked(idle, idle.granted() - idle.returned() + 300);
        assertThat(idle.unused()).as("who fits a share goes on").isGreaterThanOrEqualTo(300);

        first.received(3000);
        look();
        look();
        look();
        assertThat(second.granted()).as("until it is consumed").isEqualTo(before);
        first.taken(3000);
        assertThat(second.granted()).isEqualTo(before + 2000);
    }

    @Test
    void aPeerThatKeepsThePlaceBesideTheWindowLeavesAnotherOneAndNoThird() {
        InboundCredit hostile = open("hostile");
        InboundCredit honest = open("honest");
        InboundCredit third = open("third");
        pool.blocked(hostile, Long.MAX_VALUE);
        long before = hostile.granted();
        assertThat(before).isLessThanOrEqualTo(WINDOW + LARGEST);

        pool.blocked(honest, honest.granted() + LARGEST);
        assertThat(hostile.reclaim()).isEqualTo(1);
        look();
        assertThat(honest.unused()).isLessThan(LARGEST);
        look();
        assertThat(honest.unused()).isGreaterThanOrEqualTo(LARGEST);

        pool.blocked(third, third.granted() + LARGEST);
        pool.blocked(hostile, Long.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            look();
        }
        assertThat(third.unused()).isLessThan(LARGEST);
        assertThat(hostile.granted()).isEqualTo(before);
        assertThat(outstanding()).isLessThanOrEqualTo(WINDOW + 2 * LARGEST);
    }

    @Test
    void aPeerThatTookEverythingWhileItWasAloneHoldsOthersUpForAMomentOnly() {
        InboundCredit hostile = open("hostile");
        assertThat(hostile.unused()).isEqualTo(WINDOW);
        InboundCredit honest = open("honest");
        pool.blocked(honest, 100);
        assertThat(honest.granted()).isZero();
        look();
        look();
        assertThat(honest.unused()).isEqualTo(100);

        for (int i = 0; i < 50; i++) {
            send(honest, 100);
            pool.blocked(honest, honest.granted() - honest.returned() + 100);
            assertThat(honest.unused()).isGreaterThanOrEqualTo(100);
        }
        Reservation local = reserve("local", 700);
        assertThat(local.isHeld()).isFalse();
        send(honest, honest.unused());
        assertThat(local.isHeld()).as("in the place beside").isTrue();
    }

    /** It may have had an outage: what is in its log has its credit. */
    @Test
    void creditThatIsKeptStaysGoodAndItsRoomComesBack() {
        InboundCredit away = open("away");
        pool.yielded(away, 0, 400);
        InboundCredit busy = open("busy");
        pool.blocked(busy, 350);
        look();
        look();
        for (int i = 0; i < 20; i++) {
            send(busy, 100);
            pool.blocked(busy, busy.granted() - busy.returned() + 100);
        }
        assertThat(busy.unused()).isGreaterThanOrEqualTo(100);

        assertThat(away.received(600)).isTrue();
        assertThat(away.received(1)).isFalse();
        away.taken(600);
        send(busy, busy.unused());
        away.received(away.unused());
        away.taken(away.outstanding());
        pool.close(away);
        pool.close(busy);

        assertThat(pool.tryReserve(WINDOW)).isTrue();
        assertThat(pool.tryReserve(1)).isFalse();
    }

    @Test
    void noPeerHoldsMoreThanAShareWhateverItReports() {
        InboundCredit honest = open("honest");
        pool.yielded(honest, 0, honest.unused());
        InboundCredit hostile = open("hostile");

        for (long more = 1; more < 700; more += 50) {
            pool.blocked(hostile, hostile.granted() - hostile.returned() + Math.min(more, 450));
        }

        assertThat(hostile.inWindow()).isLessThanOrEqualTo(WINDOW / 2);
        pool.blocked(honest, honest.granted() - honest.returned() + WINDOW / 2);
        assertThat(honest.unused()).isEqualTo(WINDOW / 2);
    }

    @Test
    void whoWaitsForItsOwnMessagesHoldsNobodyUp() {
        InboundCredit full = open("full");
        InboundCredit other = open("other");
        pool.yielded(full, 0, 500);
        pool.blocked(full, full.granted() - full.returned() + 400);
        assertThat(full.unused()).isEqualTo(500);

        pool.blocked(other, 200);
        assertThat(other.unused()).isGreaterThanOrEqualTo(200);
        assertThat(open("newcomer").granted()).isPositive();

        long before = full.granted();
        send(full, 450);
        assertThat(full.granted()).isGreaterThan(before);
    }

    /** It is topped up: how much of it the peer has already is not known here. */
    @Test
    void aMessageThatOnlyTogetherWithWhatItsPeerHasExceedsAShareIsALargeOne() {
        open("other");
        InboundCredit flow = open("flow");
        pool.yielded(opened.get(0), 0, 1000);
        pool.blocked(flow, 400);
        assertThat(flow.unused()).isGreaterThanOrEqualTo(400);
        long unused = flow.unused();

        pool.blocked(flow, unused + 300);
        assertThat(flow.reclaim()).isEqualTo(1);
        pool.yielded(flow, 1, unused);
        assertThat(flow.beside()).isEqualTo(unused + 300);

        pool.blocked(flow, flow.granted() - flow.returned() + 1000);
        assertThat(flow.reclaim()).isEqualTo(2);
        pool.yielded(flow, 2, flow.unused());
        assertThat(flow.beside()).isEqualTo(unused + 300 + 1000);
    }

    /** Otherwise it would seem to answer, while small grants made its credit look new. */
    @Test
    void creditGrowsOldThoughThePeerAnswersAndGetsMore() {
        InboundCredit hostile = open("hostile");
        open("other");
        pool.yielded(hostile, 0, 600);
        for (int i = 0; i < 4; i++) {
            Reservation waiting = reserve("waiting", 900);
            pool.yielded(hostile, hostile.reclaim(), 0);
            look();
            waiting.cancel();
            pool.blocked(hostile, hostile.granted() - hostile.returned() + 1);
        }

        assertThat(hostile.kept).isPositive();
    }

    @Test
    void whoDoesNotAnswerWhileOthersWaitIsReported() {
        InboundCredit silent = open("silent");
        InboundCredit waiting = open("waiting");
        pool.blocked(waiting, 100);
        look();
        look();
        assertThat(reported).doesNotContain("silent kept");
        look();
        assertThat(reported)
                .as("the message went beside the window because of it")
                .contains("silent kept");
        reported.clear();
        for (int i = 0; i < 5; i++) {
            look();
        }
        assertThat(reported).as("nobody waits any more").doesNotContain("silent kept");

        Reservation local = reserve("local", 900);
        pool.blocked(waiting, waiting.granted() + LARGEST);
        pool.whenReservable(900, () -> {});
        look();
        look();
        assertThat(reported).contains("silent kept").doesNotContain("waiting kept");

        pool.yielded(silent, silent.reclaim(), silent.unused());
        reported.clear();
        look();
        assertThat(reported).doesNotContain("silent kept");
        local.cancel();
    }

    /** Any reports and answers of peers, beside two peers that follow the rules and must make progress. */
    @ParameterizedTest
    @MethodSource("chaski.testkit.Seeds#all")
    void hostileReportsDoNoHarm(long seed) {
        Random random = new Random(seed);
        List<InboundCredit> hostile = new ArrayList<>();
        List<InboundCredit> honest = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            (random.nextInt(3) == 0 && hostile.isEmpty() ? hostile : honest).add(open("peer " + i));
        }
        int[] waited = new int[honest.size()];
        for (int step = 0; step < 2_000; step++) {
            for (InboundCredit flow : hostile) {
                attack(flow, random);
            }
            int which = random.nextInt(honest.size());
            InboundCredit flow = honest.get(which);
            long cost = random.nextInt(20) == 0 ? 1 + random.nextInt((int) LARGEST) : 1 + random.nextInt(200);
            answer(flow);
            if (flow.unused() < cost) {
                pool.blocked(flow, flow.granted() - flow.returned() - flow.unused() + cost);
                honest.forEach(this::answer);
            }
            while (flow.unused() < cost) {
                answer(flow);
                pool.blocked(flow, flow.granted() - flow.returned() - flow.unused() + cost);
                assertThat(waited[which]++)
                        .as("looks until %s in %s, step %d", flow, pool, step)
                        .isLessThan(4);
                look();
                honest.forEach(other -> {
                    if (other != flow) {
                        answer(other);
                    }
                });
            }
            waited[which] = 0;
            send(flow, cost);
            assertThat(outstanding()).isLessThanOrEqualTo(WINDOW + 2 * LARGEST);
        }
        hostile.forEach(pool::close);
        hostile.forEach(flow -> flow.taken(flow.outstanding()));
        honest.forEach(pool::close);
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        assertThat(pool.tryReserve(1)).isFalse();
    }

    private void attack(InboundCredit flow, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> pool.blocked(flow, random.nextLong() >>> 1 >>> random.nextInt(63));
            case 1 -> pool.blocked(flow, flow.granted() + random.nextInt(700));
            case 2 -> pool.blocked(flow, 0);
            case 3 -> {
                if (flow.unused() > 0) {
                    pool.yielded(
                            flow,
                            random.nextInt(flow.reclaim() + 1),
                            random.nextInt((int) flow.unused()) / (1 + random.nextInt(3)));
                }
            }
            case 4 -> {
                if (flow.unused() > 0 && random.nextInt(10) == 0) {
                    send(flow, 1 + random.nextInt((int) flow.unused()));
                }
            }
            default -> {}
        }
    }

    private void answer(InboundCredit flow) {
        if (flow.owesAnswer(Integer.MAX_VALUE)) {
            pool.yielded(flow, flow.reclaim(), flow.unused());
        }
    }

    private void send(InboundCredit flow, long cost) {
        assertThat(flow.received(cost)).isTrue();
        flow.taken(cost);
    }

    /** Half a second passes. */
    private void look() {
        List<Runnable> due = List.copyOf(looks);
        looks.clear();
        due.forEach(Runnable::run);
    }

    private long outstanding() {
        return opened.stream().mapToLong(InboundCredit::outstanding).sum();
    }

    @Test
    void aNeedIsMetThoughTheYieldBeforeItComesLater() {
        InboundCredit idle = open("idle");
        InboundCredit waiting = open("waiting");
        pool.blocked(waiting, 100);
        pool.yielded(idle, 1, 0);
        InboundCredit third = open("third");
        pool.blocked(third, 500);
        pool.yielded(idle, idle.reclaim(), idle.unused());
        long unused = waiting.unused();
        assertThat(unused).isPositive();

        pool.blocked(waiting, 100); // it has yielded everything, but the YIELD is still in its log
        pool.yielded(waiting, waiting.reclaim(), unused);

        assertThat(waiting.unused()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void nobodyIsGrantedMoreThanTheLargestMessageWhateverItAsks() {
        InboundCredit hostile = open("hostile");
        pool.yielded(hostile, 0, hostile.unused());
        long before = hostile.granted();

        pool.blocked(hostile, Long.MAX_VALUE / 2);

        assertThat(hostile.granted() - before).isLessThanOrEqualTo(LARGEST);
    }

    @Test
    void aYieldOfMoreThanIsUnusedBreaksTheProtocol() {
        InboundCredit flow = open("a");

        assertThatThrownBy(() -> pool.yielded(flow, 1, flow.unused() + 1)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> pool.yielded(flow, 1, -1)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatAPeerThatIsGoneHadNotUsedIsFreeAndWhatWaitsStillCounts() {
        InboundCredit gone = open("gone");
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
        InboundCredit first = open("first");
        pool.blocked(open("waiting"), 450);
        pool.yielded(first, 1, 300);

        assertThat(open("newcomer").granted()).isZero();
    }

    @Test
    void aNewcomerDuringALargerMessageGetsItsPartOfTheWindow() {
        InboundCredit large = open("large");
        pool.yielded(large, 0, large.unused());
        pool.blocked(large, large.returned() + 3000);

        assertThat(open("newcomer").granted()).isEqualTo(WINDOW / 2);
    }

    @Test
    void peersAndLocalMessagesAreServedInTheOrderTheyCame() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        InboundCredit early = open("early");
        InboundCredit late = open("late");
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
        assertThat(reported).containsSubsequence("early", "local").doesNotContain("late");

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
        InboundCredit busy = open("busy");
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
        InboundCredit idle = open("idle");

        Reservation waiting = reserve("waiting", 600);

        assertThat(idle.reclaim()).isEqualTo(1);
        pool.yielded(idle, 1, idle.unused());
        assertThat(waiting.isHeld()).isTrue();
    }

    @Test
    void aMessageThatDoesNotWaitAsksUnusedCreditBack() {
        InboundCredit idle = open("idle");
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
        pool.whenReservable(800, () -> reported.add("large"));
        pool.whenReservable(200, () -> reported.add("small"));
        pool.release(250);
        assertThat(reported).isEmpty();

        pool.release(250);
        assertThat(reported).containsExactly("waiting", "small");

        waiting.cancel();
        pool.release(500);
        assertThat(reported).containsExactly("waiting", "small", "large");
    }

    @Test
    void nobodyIsGivenRoomThatACallbackWaitsForWithoutAsking() {
        InboundCredit busy = open("busy");
        long granted = busy.granted();
        assertThat(busy.received(granted)).isTrue();
        pool.whenReservable(WINDOW, () -> reported.add("callback"));

        busy.taken(granted - 1);
        assertThat(busy.granted()).isEqualTo(granted);
        busy.taken(1);

        assertThat(reported).startsWith("callback");
    }

    @Test
    void aCallbackThatIsCancelledIsNotCalled() {
        assertThat(pool.tryReserve(WINDOW)).isTrue();
        Runnable same = () -> reported.add("callback");
        pool.whenReservable(300, same).cancel();
        pool.whenReservable(300, same);
        pool.release(WINDOW);

        assertThat(reported).containsExactly("callback");
    }

    /** Peers' credit of a declaration that is withdrawn may never be returned. */
    @Test
    void aWithdrawnWindowServesWhatWaitsAndBoundsNothing() {
        InboundCredit peer = open("peer");
        InboundCredit blocked = open("blocked");
        pool.blocked(blocked, 2000);
        Reservation waiting = reserve("waiting", 900);
        pool.whenReservable(900, () -> reported.add("callback"));
        reported.clear();

        pool.withdraw();

        assertThat(waiting.isHeld()).isTrue();
        assertThat(reported).containsExactly("waiting", "callback");
        assertThat(reserve("late", 3000).isHeld()).isTrue();
        pool.whenReservable(5000, () -> reported.add("late callback"));
        assertThat(reported).endsWith("late callback");
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
        Reservation reservation = pool.reserve(cost, () -> reported.add(name), notified);
        notified.forEach(Runnable::run);
        return reservation;
    }

    private InboundCredit open(String name) {
        InboundCredit flow = pool.open(
                new DeclarationPeer() {
                    @Override
                    public void declarationsChanged() {
                        reported.add(name + " declarations");
                    }

                    @Override
                    public void creditChanged(InboundCredit flow) {
                        reported.add(name);
                    }

                    @Override
                    public void creditKept(InboundCredit flow) {
                        reported.add(name + " kept");
                    }
                },
                1);
        opened.add(flow);
        return flow;
    }
}
