package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.context.NotificationQueue;
import org.junit.jupiter.api.Test;

class DirectoryEventsTest {

    private final NotificationQueue notifications = new NotificationQueue();
    private final RecordingMembershipListener listener = new RecordingMembershipListener();
    private final DirectoryEvents events = new DirectoryEvents(Samples.A, notifications, listener);

    @Test
    void theListenerIsNotifiedWithTheNextDelivery() {
        events.onChange(Samples.B, null, Samples.named(Samples.B, 1, 1, "b"), Samples.C);
        assertThat(listener.events).isEmpty();

        notifications.deliver();

        assertThat(listener.events).containsExactly("entry 22222222 present");
    }

    @Test
    void changesOfTheOwnEntryAndOfTombstonesAreNotReported() {
        events.onChange(Samples.A, null, Samples.named(Samples.A, 1, 1, "self"), null);
        events.onChange(Samples.B, NodeEntry.tombstone(Samples.B, 1, 1), null, null);
        notifications.deliver();

        assertThat(listener.events).isEmpty();
    }

    @Test
    void aNodeThatLeavesHasNoEntryAfterwards() {
        events.onChange(
                Samples.B, Samples.named(Samples.B, 1, 1, "b"), NodeEntry.tombstone(Samples.B, 1, 2), Samples.B);
        notifications.deliver();

        assertThat(listener.events).containsExactly("entry 22222222 absent left");
    }

    @Test
    void stateChangesOfOneCallAreReportedOnce() {
        events.onState();
        events.onState();
        notifications.deliver();
        events.onState();
        notifications.deliver();

        assertThat(listener.events).containsExactly("state", "state");
    }

    @Test
    void refusalsAndSupersessionAreReported() {
        events.onRefused("counter");
        events.onSuperseded(7);
        notifications.deliver();

        assertThat(listener.events).containsExactly("counter", "superseded 7");
    }
}
