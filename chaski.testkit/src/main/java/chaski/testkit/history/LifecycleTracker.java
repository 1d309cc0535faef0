package chaski.testkit.history;

import chaski.testkit.history.HistoryEvent.NodeDied;
import chaski.testkit.history.HistoryEvent.SessionBegan;
import chaski.testkit.history.HistoryEvent.SessionEnded;
import chaski.testkit.history.HistoryEvent.SubscriptionClosed;
import chaski.testkit.history.HistoryEvent.SubscriptionOpened;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tracks what has begun and ended: sessions as each node sees them, subscriptions, nodes. */
final class LifecycleTracker {

    private final Set<String> sessions = new HashSet<>();
    private final Set<SessionSide> sessionsBegun = new HashSet<>();
    private final Set<SessionSide> sessionsEnded = new HashSet<>();
    private final Map<String, String> nodes = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> dead = new HashSet<>();

    void began(SessionBegan event) {
        sessions.add(event.session());
        sessionsBegun.add(new SessionSide(event.session(), event.node()));
    }

    void ended(SessionEnded event) {
        sessionsEnded.add(new SessionSide(event.session(), event.node()));
    }

    void opened(SubscriptionOpened event) {
        nodes.put(event.subscription(), event.node());
    }

    void closed(SubscriptionClosed event) {
        closed.add(event.subscription());
    }

    void died(NodeDied event) {
        dead.add(event.node());
    }

    /**
     * True if a session lives at a node. A session whose beginning was not recorded is assumed to live until it ends.
     */
    boolean lives(String session, String node) {
        return !hasEnded(session, node)
                && (!sessions.contains(session) || sessionsBegun.contains(new SessionSide(session, node)));
    }

    boolean hasEnded(String session, String node) {
        return sessionsEnded.contains(new SessionSide(session, node));
    }

    @Nullable
    String nodeOf(String subscription) {
        return nodes.get(subscription);
    }

    boolean isClosed(String subscription) {
        return closed.contains(subscription);
    }

    boolean isDead(String node) {
        return dead.contains(node);
    }
}
