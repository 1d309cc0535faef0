package chaski.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.testkit.history.Violation.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Histories that break the promise, each in one way; the checker finds that one, and says which message. */
class BadHistoryTest {

    private static final Set<Kind> SHOWN = EnumSet.noneOf(Kind.class);

    private static int ran;

    @AfterEach
    void count() {
        ran++;
    }

    /** A kind without a history that shows it would be a check that nobody tested; told only when all tests ran. */
    @AfterAll
    static void everyKindWasShown() {
        long tests = Arrays.stream(BadHistoryTest.class.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Test.class))
                .count();
        if (ran == tests) {
            assertThat(SHOWN).containsExactlyInAnyOrder(Kind.values());
        }
    }

    private static void assertFound(Verdict verdict, Kind kind, String... told) {
        verdict.violations().forEach(v -> SHOWN.add(v.kind()));
        assertThat(verdict.violations()).extracting(Violation::kind).containsOnly(kind);
        assertThat(verdict.violations().get(0).description()).contains(told);
    }

    @Test
    void messageDeliveredTwice() {
        Verdict verdict = new Story()
                .sent(1, 9)
                .delivered(1, 9)
                .delivered(4, 4)
                .acknowledged(1, 9)
                .settled();

        assertFound(verdict, Kind.REPEATED, "message 4 of p/1 in session one", "subscription s");
    }

    @Test
    void messageDeliveredAgainInTheNextSession() {
        Verdict verdict = new Story()
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
        Verdict verdict = new Story()
                .sent(1, 9)
                .delivered(1, 3)
                .delivered(5, 9)
                .acknowledged(1, 3)
                .verdict();

        assertFound(verdict, Kind.GAP, "message 5", "4 was expected next");
    }

    @Test
    void firstMessageMissing() {
        assertFound(new Story().sent(1, 3).delivered(2, 3).verdict(), Kind.GAP, "message 2", "1 was expected");
    }

    @Test
    void messagesInTheWrongOrder() {
        Verdict verdict = new Story()
                .sent(1, 3)
                .delivered(1, 1)
                .delivered(3, 3)
                .delivered(2, 2)
                .verdict();

        verdict.violations().forEach(v -> SHOWN.add(v.kind()));
        assertThat(verdict.violations()).extracting(Violation::kind).containsExactly(Kind.GAP, Kind.DISORDER);
    }

    @Test
    void messageThatNobodySent() {
        assertFound(
                new Story().sent(1, 3).delivered(1, 4).acknowledged(1, 3).settled(),
                Kind.NOT_SENT,
                "message 4 of p/1",
                "subscription s");
    }

    @Test
    void newSubscriptionGivenOldMessages() {
        Verdict verdict = new Story()
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
                new Story()
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
                new Story().sent(1, 3).delivered(1, 2).ends("r").delivered(3, 3).verdict(),
                Kind.DELIVERED_AFTER_END,
                "message 3");
    }

    @Test
    void sentTwiceInOneSession() {
        assertFound(new Story().sent(1, 3).sent(3, 3).verdict(), Kind.SENT_TWICE, "message 3");
    }

    @Test
    void sentAgainInTheNextSession() {
        Verdict verdict = new Story()
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
                new Story()
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
                new HistoryEvent.Sent(Story.PUBLISHER, 1, "one", Set.of("s")));

        assertFound(HistoryChecker.ofOneWorld().check(events), Kind.SENT_OUTSIDE_SESSION, "not alive at p");
    }

    @Test
    void acknowledgedButNeverDelivered() {
        List<HistoryEvent> events =
                new Story().sent(1, 3).delivered(1, 2).acknowledged(1, 3).events();

        assertFound(
                HistoryChecker.ofTranscripts().check(events),
                Kind.ACKNOWLEDGED_NOT_DELIVERED,
                "message 3 of p/1 in session one",
                "[s]");
    }

    @Test
    void acknowledgedButDeliveredToOneOfTwoOnly() {
        List<HistoryEvent> events = new Story()
                .sentTo(1, 1, "s", "t")
                .delivered(1, 1)
                .acknowledged(1, 1)
                .events();

        assertFound(HistoryChecker.ofTranscripts().check(events), Kind.ACKNOWLEDGED_NOT_DELIVERED, "[t]");
    }

    @Test
    void acknowledgedBeforeItWasDelivered() {
        assertFound(
                new Story().sent(1, 2).acknowledged(1, 2).delivered(1, 2).settled(),
                Kind.ACKNOWLEDGED_TOO_EARLY,
                "message 1");
    }

    @Test
    void acknowledgedButNeverSent() {
        assertFound(new Story().acknowledged(5, 5).verdict(), Kind.ACKNOWLEDGED_NOT_SENT, "message 5");
    }

    @Test
    void acknowledgedTwice() {
        assertFound(
                new Story()
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
                new Story()
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
                new Story().sent(1, 2).ends("p").lost(1, 2, 2).lost(2, 2, 1).settled(), Kind.TWO_OUTCOMES, "message 2");
    }

    @Test
    void droppedSilentlyWhenTheSessionEnded() {
        assertFound(
                new Story()
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
                new Story().sent(1, 3).delivered(1, 2).acknowledged(1, 2).settled(),
                Kind.NO_OUTCOME,
                "message 3",
                "should be settled");
    }

    @Test
    void reportedLostWhileTheSessionLives() {
        assertFound(new Story().sent(1, 3).lost(1, 3, 3).settled(), Kind.LOST_WHILE_ALIVE, "session one", "p");
    }

    @Test
    void sessionGoesOnAfterItsLossWasReported() {
        assertFound(
                new Story()
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
                new Story().sent(1, 3).ends("p").lost(1, 3, 2).settled(),
                Kind.LOST_MISCOUNTED,
                "2 messages",
                "from 1 to 3",
                "but 3");
    }

    @Test
    void lossOfWhatWasNeverSent() {
        assertFound(new Story().sent(1, 1).ends("p").lost(1, 2, 2).settled(), Kind.LOST_MISCOUNTED, "but 1");
    }

    @Test
    void exactLossOfWhatWasDelivered() {
        assertFound(
                new Story()
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
    void tooFewToldToBeUnsubscribed() {
        assertFound(
                new Story()
                        .sent(1, 3)
                        .closed("s")
                        .acknowledged(1, 3)
                        .unsubscribed(2)
                        .settled(),
                Kind.UNSUBSCRIBED_MISCOUNTED,
                "told of 2",
                "but 3");
    }

    @Test
    void unsubscribedNeverTold() {
        assertFound(
                new Story().sent(1, 3).closed("s").acknowledged(1, 3).ends("p").verdict(),
                Kind.UNSUBSCRIBED_MISCOUNTED,
                "told of 0",
                "but 3");
    }

    @Test
    void toldToBeUnsubscribedButDelivered() {
        assertFound(
                new Story()
                        .sent(1, 3)
                        .delivered(1, 3)
                        .closed("s")
                        .acknowledged(1, 3)
                        .unsubscribed(1)
                        .verdict(),
                Kind.UNSUBSCRIBED_MISCOUNTED,
                "told of 1",
                "but 0");
    }

    @Test
    void errorShowsTheViolations() {
        Verdict verdict = new Story().sent(1, 3).delivered(2, 2).verdict();

        assertThatThrownBy(verdict::assertHolds)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 violations")
                .hasMessageContaining("GAP: message 2 of p/1 in session one");
    }

    @Test
    void messageForNobodyIsNoHistory() {
        assertThatThrownBy(() -> new HistoryEvent.Sent(Story.PUBLISHER, 1, "one", Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
