package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.Acknowledged;
import chaski.testkit.history.HistoryEvent.Delivered;
import chaski.testkit.history.HistoryEvent.Lost;
import chaski.testkit.history.HistoryEvent.NodeDied;
import chaski.testkit.history.HistoryEvent.Sent;
import chaski.testkit.history.HistoryEvent.SessionBegan;
import chaski.testkit.history.HistoryEvent.SessionEnded;
import chaski.testkit.history.HistoryEvent.SubscriptionClosed;
import chaski.testkit.history.HistoryEvent.SubscriptionOpened;
import chaski.testkit.history.HistoryEvent.Unsubscribed;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Tells histories of a publisher on node {@code p} and of subscriptions {@code s} and {@code t} on node {@code r}. */
final class Story {

    static final PublisherId PUBLISHER = new PublisherId("p", 1);

    private final History history = new History();
    private String session = "one";

    Story() {
        history.add(new SubscriptionOpened("s", "r"));
        history.add(new SubscriptionOpened("t", "r"));
        begins("one");
    }

    Story begins(String name) {
        session = name;
        history.add(new SessionBegan(name, "p"));
        history.add(new SessionBegan(name, "r"));
        return this;
    }

    Story ends(String node) {
        history.add(new SessionEnded(session, node));
        return this;
    }

    Story sent(long first, long last) {
        return sentTo(first, last, "s");
    }

    Story sentTo(long first, long last, String... subscriptions) {
        for (long i = first; i <= last; i++) {
            history.add(new Sent(PUBLISHER, i, session, Set.of(subscriptions)));
        }
        return this;
    }

    Story delivered(long first, long last) {
        return deliveredTo("s", first, last);
    }

    Story deliveredTo(String subscription, long first, long last) {
        for (long i = first; i <= last; i++) {
            history.add(new Delivered(subscription, PUBLISHER, i));
        }
        return this;
    }

    Story acknowledged(long first, long last) {
        for (long i = first; i <= last; i++) {
            history.add(new Acknowledged(PUBLISHER, i, session));
        }
        return this;
    }

    Story closed(String subscription) {
        history.add(new SubscriptionClosed(subscription));
        return this;
    }

    Story opened(String subscription) {
        history.add(new SubscriptionOpened(subscription, "r"));
        return this;
    }

    Story unsubscribed(long count) {
        history.add(new Unsubscribed(session, "p", count));
        return this;
    }

    Story lost(long first, long last, long count) {
        history.add(new Lost(session, PUBLISHER, first, last, count, false));
        return this;
    }

    Story lostExactly(long first, long last, long count) {
        history.add(new Lost(session, PUBLISHER, first, last, count, true));
        return this;
    }

    Story died(String node) {
        history.add(new NodeDied(node));
        return this;
    }

    Story at(long seconds) {
        history.add(new HistoryEvent.Time(Duration.ofSeconds(seconds)));
        return this;
    }

    Story disturbed(String cause) {
        history.add(new HistoryEvent.Disturbed(cause));
        return this;
    }

    Story undisturbed(String cause) {
        history.add(new HistoryEvent.Undisturbed(cause));
        return this;
    }

    Story waits() {
        history.add(new HistoryEvent.Waiting(PUBLISHER));
        return this;
    }

    Story proceeds() {
        history.add(new HistoryEvent.Proceeded(PUBLISHER));
        return this;
    }

    Story refused() {
        history.add(new HistoryEvent.Refused(PUBLISHER));
        return this;
    }

    Story away(String node) {
        history.add(new HistoryEvent.TransportAway(node));
        return this;
    }

    Story back(String node) {
        history.add(new HistoryEvent.TransportBack(node));
        return this;
    }

    Story closing(String node) {
        history.add(new HistoryEvent.NodeClosing(node));
        return this;
    }

    Story linkLost(String node) {
        history.add(new HistoryEvent.LinkLost(session, node));
        return this;
    }

    /** The session ends at a node, which reports why. */
    Story endsBy(String node, HistoryEvent.EndReason reason, long limitSeconds) {
        ends(node);
        history.add(new HistoryEvent.EndReported(session, node, reason, Duration.ofSeconds(limitSeconds)));
        return this;
    }

    /** Expects progress within five seconds. */
    Verdict progress() {
        return HistoryChecker.ofOneWorld().progressWithin(Duration.ofSeconds(5)).check(events());
    }

    List<HistoryEvent> events() {
        return history.events();
    }

    Verdict verdict() {
        return HistoryChecker.ofOneWorld().check(events());
    }

    Verdict settled() {
        return HistoryChecker.ofOneWorld().allSettled().check(events());
    }
}
