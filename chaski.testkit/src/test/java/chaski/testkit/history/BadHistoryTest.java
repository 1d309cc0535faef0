package chaski.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.testkit.history.HistoryEvent.EndReason;
import chaski.testkit.history.HistoryViolation.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Histories with one violation each; the checker detects that one, and names the message. */
class BadHistoryTest {

    private static final Set<Kind> SHOWN = EnumSet.noneOf(Kind.class);

    private static int ran;

    @AfterEach
    void count() {
        ran++;
    }

    /**
     * A kind of violation without a history that shows it would be an untested check; only checked when all tests ran.
     */
    @AfterAll
    static void everyKindWasShown() {
        long tests = Arrays.stream(BadHistoryTest.class.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Test.class))
                .count();
        if (ran == tests) {
            assertThat(SHOWN).containsExactlyInAnyOrder(Kind.values());
        }
    }

    private static void assertFound(HistoryVerdict verdict, Kind kind, String... reported) {
        verdict.violations().forEach(v -> SHOWN.add(v.kind()));
        assertThat(verdict.violations()).extracting(HistoryViolation::kind).containsOnly(kind);
        assertThat(verdict.violations().get(0).description()).contains(reported);
    }

    @Test
    void messageDeliveredTwice() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 9)
                .delivered(4, 4)
                .acknowledged(1, 9)
                .settled();

        assertFound(verdict, Kind.REPEATED, "message 4 of p/1 in session one", "subscription s");
    }

    @Test
    void messageDeliveredAgainInTheNextSession() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 2)
                .delivered(1, 2)
                .ends("p")
                .lost(1, 2, 2)
                .begins("two")
                .sent(3, 3)
                .delivered(2, 3)
                .acknowledged(3, 3)
                .settled();

        assertFound(verdict, Kind.REPEATED, "message 2");
    }

    @Test
    void messageMissing() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 9)
                .delivered(1, 3)
                .delivered(5, 9)
                .acknowledged(1, 3)
                .verdict();

        assertFound(verdict, Kind.GAP, "message 5", "4 was expected next");
    }

    @Test
    void firstMessageMissing() {
        assertFound(new HistoryBuilder().sent(1, 3).delivered(2, 3).verdict(), Kind.GAP, "message 2", "1 was expected");
    }

    @Test
    void messagesInTheWrongOrder() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 3)
                .delivered(1, 1)
                .delivered(3, 3)
                .delivered(2, 2)
                .verdict();

        verdict.violations().forEach(v -> SHOWN.add(v.kind()));
        assertThat(verdict.violations()).extracting(HistoryViolation::kind).containsExactly(Kind.GAP, Kind.DISORDER);
    }

    @Test
    void messageThatWasNeverSent() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .delivered(1, 4)
                        .acknowledged(1, 3)
                        .settled(),
                Kind.NOT_SENT,
                "message 4 of p/1",
                "subscription s");
    }

    @Test
    void newSubscriptionGivenOldMessages() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 3)
                .closed("s")
                .opened("u")
                .deliveredTo("u", 3, 3)
                .acknowledged(1, 3)
                .unsubscribed(3)
                .settled();

        assertFound(verdict, Kind.NOT_SENT, "message 3", "subscription u");
    }

    @Test
    void deliveredAfterTheSubscriptionWasClosed() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .delivered(1, 2)
                        .closed("s")
                        .delivered(3, 3)
                        .verdict(),
                Kind.DELIVERED_AFTER_CLOSE,
                "message 3");
    }

    @Test
    void deliveredAfterTheSessionEnded() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .delivered(1, 2)
                        .ends("r")
                        .delivered(3, 3)
                        .verdict(),
                Kind.DELIVERED_AFTER_END,
                "message 3");
    }

    @Test
    void sentTwiceInOneSession() {
        assertFound(new HistoryBuilder().sent(1, 3).sent(3, 3).verdict(), Kind.SENT_TWICE, "message 3");
    }

    @Test
    void sentAgainInTheNextSession() {
        HistoryVerdict verdict = new HistoryBuilder()
                .sent(1, 3)
                .ends("p")
                .lost(1, 3, 3)
                .begins("two")
                .sent(3, 3)
                .verdict();

        assertFound(verdict, Kind.SENT_TWICE, "message 3", "in session one");
    }

    @Test
    void sentInASessionThatHasEnded() {
        assertFound(
                new HistoryBuilder()
                        .ends("p")
                        .sent(1, 1)
                        .delivered(1, 1)
                        .acknowledged(1, 1)
                        .verdict(),
                Kind.SENT_OUTSIDE_SESSION,
                "message 1");
    }

    @Test
    void sentInASessionThatHasNotBegunThere() {
        List<HistoryEvent> events = List.of(
                new HistoryEvent.SessionBegan("one", "r"),
                new HistoryEvent.Sent(HistoryBuilder.PUBLISHER, 1, "one", Set.of("s")));

        assertFound(HistoryChecker.ofOneWorld().check(events), Kind.SENT_OUTSIDE_SESSION, "not alive at p");
    }

    @Test
    void acknowledgedButNeverDelivered() {
        List<HistoryEvent> events = new HistoryBuilder()
                .sent(1, 3)
                .delivered(1, 2)
                .acknowledged(1, 3)
                .events();

        assertFound(
                HistoryChecker.ofTranscripts().check(events),
                Kind.ACKNOWLEDGED_NOT_DELIVERED,
                "message 3 of p/1 in session one",
                "[s]");
    }

    @Test
    void acknowledgedButDeliveredToOneOfTwoOnly() {
        List<HistoryEvent> events = new HistoryBuilder()
                .sentTo(1, 1, "s", "t")
                .delivered(1, 1)
                .acknowledged(1, 1)
                .events();

        assertFound(HistoryChecker.ofTranscripts().check(events), Kind.ACKNOWLEDGED_NOT_DELIVERED, "[t]");
    }

    @Test
    void acknowledgedBeforeItWasDelivered() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 2)
                        .acknowledged(1, 2)
                        .delivered(1, 2)
                        .settled(),
                Kind.ACKNOWLEDGED_TOO_EARLY,
                "message 1");
    }

    @Test
    void acknowledgedButNeverSent() {
        assertFound(new HistoryBuilder().acknowledged(5, 5).verdict(), Kind.ACKNOWLEDGED_NOT_SENT, "message 5");
    }

    @Test
    void acknowledgedTwice() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 1)
                        .delivered(1, 1)
                        .acknowledged(1, 1)
                        .acknowledged(1, 1)
                        .settled(),
                Kind.TWO_OUTCOMES,
                "message 1");
    }

    @Test
    void acknowledgedAfterItWasReportedLost() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 1)
                        .delivered(1, 1)
                        .ends("p")
                        .lost(1, 1, 1)
                        .acknowledged(1, 1)
                        .settled(),
                Kind.TWO_OUTCOMES,
                "message 1",
                "lost");
    }

    @Test
    void reportedLostTwice() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 2)
                        .ends("p")
                        .lost(1, 2, 2)
                        .lost(2, 2, 1)
                        .settled(),
                Kind.TWO_OUTCOMES,
                "message 2");
    }

    @Test
    void droppedSilentlyWhenTheSessionEnded() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .delivered(1, 3)
                        .acknowledged(1, 2)
                        .ends("p")
                        .verdict(),
                Kind.NO_OUTCOME,
                "message 3",
                "session has ended");
    }

    @Test
    void droppedSilentlyWhileTheSessionLives() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .delivered(1, 2)
                        .acknowledged(1, 2)
                        .settled(),
                Kind.NO_OUTCOME,
                "message 3",
                "should be settled");
    }

    @Test
    void reportedLostWhileTheSessionLives() {
        assertFound(new HistoryBuilder().sent(1, 3).lost(1, 3, 3).settled(), Kind.LOST_WHILE_ALIVE, "session one", "p");
    }

    @Test
    void sessionContinuesAfterItsLossWasReported() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .lost(1, 3, 3)
                        .sent(4, 4)
                        .ends("p")
                        .lost(4, 4, 1)
                        .verdict(),
                Kind.LOST_WHILE_ALIVE,
                "message 4");
    }

    @Test
    void lossCountedWrongly() {
        assertFound(
                new HistoryBuilder().sent(1, 3).ends("p").lost(1, 3, 2).settled(),
                Kind.LOST_MISCOUNTED,
                "2 messages",
                "from 1 to 3",
                "but 3");
    }

    @Test
    void lossOfWhatWasNeverSent() {
        assertFound(new HistoryBuilder().sent(1, 1).ends("p").lost(1, 2, 2).settled(), Kind.LOST_MISCOUNTED, "but 1");
    }

    @Test
    void exactLossOfWhatWasDelivered() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .delivered(1, 2)
                        .ends("p")
                        .lostExactly(1, 3, 3)
                        .settled(),
                Kind.LOST_BUT_DELIVERED,
                "message 1",
                "[s]");
    }

    @Test
    void tooFewReportedAsUnsubscribed() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .closed("s")
                        .acknowledged(1, 3)
                        .unsubscribed(2)
                        .settled(),
                Kind.UNSUBSCRIBED_MISCOUNTED,
                "counted 2",
                "but 3");
    }

    @Test
    void unsubscribedNeverReported() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .closed("s")
                        .acknowledged(1, 3)
                        .ends("p")
                        .verdict(),
                Kind.UNSUBSCRIBED_MISCOUNTED,
                "counted 0",
                "but 3");
    }

    @Test
    void reportedAsUnsubscribedButDelivered() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 3)
                        .delivered(1, 3)
                        .closed("s")
                        .acknowledged(1, 3)
                        .unsubscribed(1)
                        .verdict(),
                Kind.UNSUBSCRIBED_MISCOUNTED,
                "counted 1",
                "but 0");
    }

    @Test
    void errorShowsTheViolations() {
        HistoryVerdict verdict = new HistoryBuilder().sent(1, 3).delivered(2, 2).verdict();

        assertThatThrownBy(verdict::assertHolds)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 violations")
                .hasMessageContaining("GAP: message 2 of p/1 in session one");
    }

    @Test
    void messageWithoutASubscriptionIsNoHistory() {
        assertThatThrownBy(() -> new HistoryEvent.Sent(HistoryBuilder.PUBLISHER, 1, "one", Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageDeliveredTooLate() {
        HistoryVerdict verdict =
                new HistoryBuilder().at(1).sent(1, 2).delivered(1, 1).at(7).progress();

        assertFound(verdict, Kind.DELIVERED_LATE, "message 2 of p/1", "subscription s");
    }

    @Test
    void messageNotDeliveredLongAfterTheDisturbance() {
        HistoryVerdict verdict = new HistoryBuilder()
                .at(1)
                .sent(1, 1)
                .disturbed("fault")
                .at(50)
                .undisturbed("fault")
                .at(56)
                .progress();

        assertFound(verdict, Kind.DELIVERED_LATE, "message 1 of p/1");
    }

    @Test
    void publisherThatIsNotServed() {
        HistoryVerdict verdict = new HistoryBuilder().at(1).waits().at(7).at(8).progress();

        assertFound(verdict, Kind.WAITED_TOO_LONG, "publisher p/1", "PT1S", "PT7S");
        assertThat(verdict.violations()).hasSize(1);
    }

    @Test
    void publisherThatIsNotServedAfterItsNeighbourWas() {
        HistoryVerdict verdict = new HistoryBuilder()
                .at(1)
                .waits()
                .at(3)
                .proceeds()
                .at(4)
                .waits()
                .at(10)
                .progress();

        assertFound(verdict, Kind.WAITED_TOO_LONG, "publisher p/1", "PT4S");
    }

    @Test
    void sessionEndedAlthoughThePeerContinues() {
        assertFound(
                new HistoryBuilder().at(9).endsBy("p", EndReason.PEER_ENDED, 0).progress(),
                Kind.ENDED_WITHOUT_REASON,
                "session one ended at p as PEER_ENDED",
                "the peer continues");
    }

    @Test
    void sessionEndedByAnOutageThatWasNone() {
        assertFound(
                new HistoryBuilder().at(9).endsBy("p", EndReason.OUTAGE, 3).progress(),
                Kind.ENDED_WITHOUT_REASON,
                "it kept its link");
    }

    @Test
    void sessionEndedByAnOutageAlthoughNothingDisturbed() {
        assertFound(
                new HistoryBuilder()
                        .at(1)
                        .linkLost("p")
                        .at(9)
                        .endsBy("p", EndReason.OUTAGE, 3)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "as OUTAGE");
    }

    @Test
    void sessionEndedByAStallAlthoughNoPublisherWaits() {
        assertFound(
                new HistoryBuilder()
                        .disturbed("fault")
                        .linkLost("p")
                        .at(9)
                        .endsBy("p", EndReason.STALL, 3)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "no publisher waited");
    }

    @Test
    void sessionEndedByAStallBeforeItsTime() {
        assertFound(
                new HistoryBuilder()
                        .disturbed("fault")
                        .linkLost("p")
                        .at(9)
                        .waits()
                        .at(11)
                        .endsBy("p", EndReason.STALL, 3)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "a publisher had waited PT2S");
    }

    @Test
    void sessionEndedByAStallAfterOneRefusalWithoutARetry() {
        assertFound(
                new HistoryBuilder()
                        .disturbed("fault")
                        .linkLost("p")
                        .at(9)
                        .refused()
                        .at(20)
                        .endsBy("p", EndReason.STALL, 3)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "a publisher had waited PT0S");
    }

    @Test
    void sessionEndedByAStallAlthoughAMessageWasAcceptedMeanwhile() {
        assertFound(
                new HistoryBuilder()
                        .disturbed("fault")
                        .linkLost("p")
                        .at(1)
                        .refused()
                        .at(8)
                        .sent(1, 1)
                        .refused()
                        .at(10)
                        .refused()
                        .endsBy("p", EndReason.STALL, 3)
                        .lost(1, 1, 1)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "a publisher had waited PT2S");
    }

    @Test
    void sessionEndedByDoubtAlthoughThePeerContinues() {
        assertFound(
                new HistoryBuilder()
                        .disturbed("fault")
                        .linkLost("p")
                        .waits()
                        .at(9)
                        .endsBy("p", EndReason.DOUBT, 2)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "as DOUBT");
    }

    @Test
    void sessionEndedByDoubtAlthoughThePeersTransportWasAwayOnlyBeforeTheOutage() {
        assertFound(
                new HistoryBuilder()
                        .disturbed("fault")
                        .away("r")
                        .back("r")
                        .linkLost("p")
                        .waits()
                        .at(9)
                        .endsBy("p", EndReason.DOUBT, 2)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "as DOUBT");
    }

    @Test
    void sessionEndedByDoubtAlthoughNoPublisherWaits() {
        assertFound(
                new HistoryBuilder()
                        .died("r")
                        .at(9)
                        .endsBy("p", EndReason.DOUBT, 2)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "no publisher waited");
    }

    @Test
    void sessionClosedAlthoughItsNodeContinues() {
        assertFound(
                new HistoryBuilder().endsBy("p", EndReason.CLOSED, 0).progress(),
                Kind.ENDED_WITHOUT_REASON,
                "the node continues");
    }

    @Test
    void messagesLostWithASessionThatNoMessageNeeded() {
        assertFound(
                new HistoryBuilder()
                        .sent(1, 1)
                        .ends("r")
                        .lost(1, 1, 1)
                        .endsBy("p", EndReason.UNNEEDED, 0)
                        .progress(),
                Kind.ENDED_WITHOUT_REASON,
                "as UNNEEDED");
    }

    @Test
    void sessionEndedByAnError() {
        assertFound(
                new HistoryBuilder().died("r").endsBy("p", EndReason.OTHER, 0).progress(),
                Kind.ENDED_WITHOUT_REASON,
                "as OTHER");
    }
}
