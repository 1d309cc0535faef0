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

/** Builds histories of a publisher on node {@code p} and of subscriptions {@code s} and {@code t} on node {@code r}. */
final class HistoryBuilder {

    static final PublisherId PUBLISHER = new PublisherId("p", 1);

    private final History history = new History();
    private String session = "one";

    HistoryBuilder() {
        history.add(new SubscriptionOpened("s", "r"));
        history.add(new SubscriptionOpened("t", "r"));
        begins("one");
    }

    HistoryBuilder begins(String name) {
        session = name;
        history.add(new SessionBegan(name, "p"));
        history.add(new SessionBegan(name, "r"));
        return this;
    }

    HistoryBuilder ends(String node) {
        history.add(new SessionEnded(session, node));
        return this;
    }

    HistoryBuilder sent(long first, long last) {
        return sentTo(first, last, "s");
    }

    HistoryBuilder sentTo(long first, long last, String... subscriptions) {
        for (long i = first; i <= last; i++) {
            history.add(new Sent(PUBLISHER, i, session, Set.of(subscriptions)));
        }
        return this;
    }

    HistoryBuilder delivered(long first, long last) {
        return deliveredTo("s", first, last);
    }

    HistoryBuilder deliveredTo(String subscription, long first, long last) {
        for (long i = first; i <= last; i++) {
            history.add(new Delivered(subscription, PUBLISHER, i));
        }
        return this;
    }

    HistoryBuilder acknowledged(long first, long last) {
        for (long i = first; i <= last; i++) {
            history.add(new Acknowledged(PUBLISHER, i, session));
        }
        return this;
    }

    HistoryBuilder closed(String subscription) {
        history.add(new SubscriptionClosed(subscription));
        return this;
    }

    HistoryBuilder opened(String subscription) {
        history.add(new SubscriptionOpened(subscription, "r"));
        return this;
    }

    HistoryBuilder unsubscribed(long count) {
        history.add(new Unsubscribed(session, "p", count));
        return this;
    }

    HistoryBuilder lost(long first, long last, long count) {
        history.add(new Lost(session, PUBLISHER, first, last, count, false));
        return this;
    }

    HistoryBuilder lostExactly(long first, long last, long count) {
        history.add(new Lost(session, PUBLISHER, first, last, count, true));
        return this;
    }

    HistoryBuilder died(String node) {
        history.add(new NodeDied(node));
        return this;
    }

    HistoryBuilder at(long seconds) {
        history.add(new HistoryEvent.Time(Duration.ofSeconds(seconds)));
        return this;
    }

    HistoryBuilder disturbed(String cause) {
        history.add(new HistoryEvent.Disturbed(cause));
        return this;
    }

    HistoryBuilder undisturbed(String cause) {
        history.add(new HistoryEvent.Undisturbed(cause));
        return this;
    }

    HistoryBuilder waits() {
        history.add(new HistoryEvent.Waiting(PUBLISHER));
        return this;
    }

    HistoryBuilder proceeds() {
        history.add(new HistoryEvent.Proceeded(PUBLISHER));
        return this;
    }

    HistoryBuilder refused() {
        history.add(new HistoryEvent.Refused(PUBLISHER));
        return this;
    }

    HistoryBuilder away(String node) {
        history.add(new HistoryEvent.TransportAway(node));
        return this;
    }

    HistoryBuilder back(String node) {
        history.add(new HistoryEvent.TransportBack(node));
        return this;
    }

    HistoryBuilder closing(String node) {
        history.add(new HistoryEvent.NodeClosing(node));
        return this;
    }

    HistoryBuilder linkLost(String node) {
        history.add(new HistoryEvent.LinkLost(session, node));
        return this;
    }

    /** The session ends at a node, which reports why. */
    HistoryBuilder endsBy(String node, HistoryEvent.EndReason reason, long limitSeconds) {
        ends(node);
        history.add(new HistoryEvent.EndReported(session, node, reason, Duration.ofSeconds(limitSeconds)));
        return this;
    }

    /** Expects progress within five seconds. */
    HistoryVerdict progress() {
        return HistoryChecker.ofOneWorld().progressWithin(Duration.ofSeconds(5)).check(events());
    }

    List<HistoryEvent> events() {
        return history.events();
    }

    HistoryVerdict verdict() {
        return HistoryChecker.ofOneWorld().check(events());
    }

    HistoryVerdict settled() {
        return HistoryChecker.ofOneWorld().allSettled().check(events());
    }
}
