package chaski.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.history.HistoryEvent.EndReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories without violations. */
class GoodHistoryTest {

    @Test
    void nothingHappened() {
        assertThat(new HistoryBuilder().settled().holds()).isTrue();
    }

    @Test
    void everythingWasDeliveredAndAcknowledged() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 9)
                .acknowledged(1, 9)
                .settled()
                .assertHolds();

        assertThat(verdict).isEqualTo(new HistoryVerdict(List.of(), 9, 9, 9, 0, 0, 0, 0));
    }

    @Test
    void someIsStillUnderWay() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 5)
                .acknowledged(1, 3)
                .verdict()
                .assertHolds();

        assertThat(verdict.pending()).isEqualTo(6);
    }

    @Test
    void sessionEndedAndWhatWasNotConfirmedIsReported() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 6)
                .acknowledged(1, 4)
                .ends("p")
                .lost(5, 9, 5)
                .ends("r")
                .settled()
                .assertHolds();

        assertThat(verdict.lost()).isEqualTo(5);
        assertThat(verdict.lostButDelivered()).isEqualTo(2);
    }

    @Test
    void lossIsExactWhenBothTalkedAgain() {
        new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 4)
                .acknowledged(1, 4)
                .lostExactly(5, 9, 5)
                .ends("p")
                .settled()
                .assertHolds();
    }

    @Test
    void rangeOfALossHasHolesWhereMessagesWentElsewhere() {
        new HistoryBuilder()
                .sent(1, 2)
                .sent(7, 9)
                .ends("p")
                .lost(1, 9, 5)
                .settled()
                .assertHolds();
    }

    @Test
    void nextSessionContinuesWhereTheLastOneWasLost() {
        new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 3)
                .acknowledged(1, 3)
                .ends("p")
                .lost(4, 9, 6)
                .ends("r")
                .begins("two")
                .sent(10, 12)
                .delivered(10, 12)
                .acknowledged(10, 12)
                .settled()
                .assertHolds();
    }

    @Test
    void closedSubscriptionGetsNoMoreAndThatIsCounted() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 4)
                .closed("s")
                .acknowledged(1, 9)
                .unsubscribed(2)
                .unsubscribed(3)
                .settled()
                .assertHolds();

        assertThat(verdict.unsubscribed()).isEqualTo(5);
    }

    @Test
    void countOfUnsubscribedMayFollow() {
        new HistoryBuilder()
                .sent(1, 9)
                .closed("s")
                .acknowledged(1, 9)
                .unsubscribed(2)
                .verdict()
                .assertHolds();
    }

    @Test
    void messageForTwoSubscriptionsOfWhichOneIsClosedCountsAsDelivered() {
        new HistoryBuilder()
                .sentTo(1, 9, "s", "t")
                .deliveredTo("t", 1, 3)
                .deliveredTo("s", 1, 9)
                .closed("t")
                .acknowledged(1, 9)
                .settled()
                .assertHolds();
    }

    @Test
    void newSubscriptionGetsOnlyWhatIsSentToIt() {
        new HistoryBuilder()
                .sent(1, 5)
                .delivered(1, 5)
                .closed("s")
                .opened("u")
                .sentTo(6, 9, "u")
                .deliveredTo("u", 6, 9)
                .acknowledged(1, 9)
                .settled()
                .assertHolds();
    }

    @Test
    void nodeThatDiedOwesNoOutcome() {
        new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 5)
                .acknowledged(1, 2)
                .died("p")
                .ends("p")
                .settled()
                .assertHolds();
    }

    @Test
    void transcriptsOfDifferentNodesComeInAnyOrder() {
        List<HistoryEvent> events = new ArrayList<>(new HistoryBuilder()
                .sent(1, 9)
                .acknowledged(1, 9)
                .delivered(1, 9)
                .events());
        HistoryChecker.ofTranscripts().allSettled().check(events).assertHolds();

        Collections.rotate(events, 9);
        HistoryChecker.ofTranscripts().allSettled().check(events).assertHolds();
    }

    @Test
    void sessionsNeedNotBeRecorded() {
        List<HistoryEvent> events = new HistoryBuilder()
                .sent(1, 9).delivered(1, 9).acknowledged(1, 9).events().stream()
                        .filter(e -> !(e instanceof HistoryEvent.SessionBegan))
                        .toList();

        HistoryChecker.ofOneWorld().allSettled().check(events).assertHolds();
    }

    @Test
    void delaysAreExcusedWhileSomethingDisturbsAndForTheBoundAfterIt() {
        new HistoryBuilder()
                .disturbed("fault")
                .disturbed("slow")
                .at(1)
                .sent(1, 1)
                .waits()
                .at(50)
                .undisturbed("fault")
                .at(100)
                .undisturbed("slow")
                .at(105)
                .delivered(1, 1)
                .proceeds()
                .at(200)
                .progress()
                .assertHolds();
    }

    @Test
    void nothingIsDueToClosedSubscriptionsEndedSessionsAndDeadNodes() {
        new HistoryBuilder().sent(1, 1).closed("s").at(100).progress().assertHolds();
        new HistoryBuilder().closed("s").sent(1, 1).at(100).progress().assertHolds();
        new HistoryBuilder().sent(1, 1).ends("r").at(100).progress().assertHolds();
        new HistoryBuilder().sent(1, 1).died("r").at(100).progress().assertHolds();
        new HistoryBuilder().sent(1, 1).waits().died("p").at(100).progress().assertHolds();
    }

    @Test
    void sessionsEndForReasonsThatTheFactsSupport() {
        new HistoryBuilder()
                .died("r")
                .endsBy("p", EndReason.PEER_ENDED, 0)
                .progress()
                .assertHolds();
        new HistoryBuilder()
                .ends("r")
                .endsBy("p", EndReason.PEER_ENDED, 0)
                .progress()
                .assertHolds();
        new HistoryBuilder()
                .closing("p")
                .endsBy("p", EndReason.CLOSED, 0)
                .progress()
                .assertHolds();
        new HistoryBuilder().endsBy("p", EndReason.UNNEEDED, 0).progress().assertHolds();
        new HistoryBuilder()
                .disturbed("fault")
                .linkLost("p")
                .at(4)
                .endsBy("p", EndReason.OUTAGE, 3)
                .progress()
                .assertHolds();
        new HistoryBuilder()
                .died("r")
                .linkLost("p")
                .waits()
                .at(4)
                .endsBy("p", EndReason.STALL, 3)
                .progress()
                .assertHolds();
        new HistoryBuilder()
                .died("r")
                .waits()
                .at(2)
                .endsBy("p", EndReason.DOUBT, 2)
                .progress()
                .assertHolds();
    }

    /** An offer that is refused begins a wait that a callback or another offer continues. */
    @Test
    void refusalsInARowAreAWait() {
        new HistoryBuilder()
                .disturbed("fault")
                .linkLost("p")
                .at(1)
                .refused()
                .at(2)
                .refused()
                .at(4)
                .refused()
                .endsBy("p", EndReason.STALL, 3)
                .progress()
                .assertHolds();
        new HistoryBuilder()
                .disturbed("fault")
                .linkLost("p")
                .at(1)
                .refused()
                .waits()
                .at(4)
                .endsBy("p", EndReason.STALL, 3)
                .progress()
                .assertHolds();
    }

    /** The notice that a transport is being removed needs a link. */
    @Test
    void aPeerWhoseTransportLeftWithoutALinkMayBeInDoubt() {
        new HistoryBuilder()
                .linkLost("p")
                .away("r")
                .waits()
                .at(2)
                .back("r")
                .endsBy("p", EndReason.DOUBT, 2)
                .progress()
                .assertHolds();
    }

    /**
     * The final position that the peer names acknowledges messages; it does not include how many of them were
     * unsubscribed.
     */
    @Test
    void unsubscribedMessagesOfASessionThatThePeerEndedMayBeUncounted() {
        new HistoryBuilder()
                .sent(1, 3)
                .closed("s")
                .ends("r")
                .endsBy("p", EndReason.PEER_ENDED, 0)
                .acknowledged(1, 3)
                .settled()
                .assertHolds();
    }
}
