package chaski.node.send;

import java.util.HashMap;
import java.util.Map;

/**
 * How long publishers that use {@code offer} have been refused because of one session without a link. Publishers with a
 * queued message or callback are found in the session's {@linkplain CreditWaitQueue wait queues}. These publishers
 * leave only their refusals, so the time between the first and the last refusal counts, and does not grow once no
 * offers are made. Guarded by the session's outbound lock.
 */
final class StallClock {

    private final Map<Long, Refusals> byRoute = new HashMap<>(2);
    private boolean running;

    private record Refusals(PublisherWait since, long lastNs) {}

    /** Starts to count: the session has lost its link. */
    void start() {
        running = true;
        byRoute.clear();
    }

    /** Stops: the session has a link or has ended, and no refusal counts any more. */
    void stop() {
        running = false;
        byRoute.clear();
    }

    /**
     * Records that a message of a route was refused because of this session. {@code inAllSinceNs} identifies the chain
     * of refusals that the refusal belongs to.
     */
    PublisherWait refused(long route, long inAllSinceNs, long nowNs) {
        PublisherWait begun = new PublisherWait(inAllSinceNs, nowNs);
        if (!running) {
            return begun;
        }
        Refusals before = byRoute.get(route);
        PublisherWait since = before != null && before.since().inAllSinceNs() == inAllSinceNs ? before.since() : begun;
        byRoute.put(route, new Refusals(since, nowNs));
        return since;
    }

    /** Returns the wait of a route, which begins now unless the route was refused before. */
    PublisherWait waitOf(long route, long inAllSinceNs, long nowNs) {
        Refusals before = byRoute.get(route);
        return before == null ? new PublisherWait(inAllSinceNs, nowNs) : before.since();
    }

    /** Records that this session does not block a route any more. */
    void passed(long route) {
        if (running) {
            byRoute.remove(route);
        }
    }

    /** Returns the longest wait, negative if no publisher has waited. */
    long longestNs(boolean inAll, long outageStartNs) {
        return byRoute.values().stream()
                .mapToLong(r -> r.since().waitedNs(inAll, outageStartNs, r.lastNs()))
                .max()
                .orElse(-1);
    }
}
