package chaski.node.send;

import java.util.HashMap;
import java.util.Map;

/**
 * How long publishers that offer have been refused because of one session that has no link. Those with a place in a line or a callback
 * are found in the session's {@linkplain CreditWaitQueue lines}; these leave nothing behind but their refusals, so the time between the first
 * and the last of them counts, and does not go on when nobody offers any more. Guarded by the session's outbound lock.
 */
final class StallClock {

    private final Map<Long, Refusals> byRoute = new HashMap<>(2);
    private boolean running;

    private record Refusals(PublisherWait since, long lastNs) {}

    /** The session has lost its link. */
    void start() {
        running = true;
        byRoute.clear();
    }

    /** The session has a link, or has ended: nothing counts any more. */
    void stop() {
        running = false;
        byRoute.clear();
    }

    /** A route's message was refused because of this session; {@code inAllSinceNs} names the chain of refusals that it belongs to. */
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

    /** The wait of a route, which begins now unless it was refused before. */
    PublisherWait waitOf(long route, long inAllSinceNs, long nowNs) {
        Refusals before = byRoute.get(route);
        return before == null ? new PublisherWait(inAllSinceNs, nowNs) : before.since();
    }

    /** This session is not in the way of a route any more. */
    void passed(long route) {
        if (running) {
            byRoute.remove(route);
        }
    }

    /** The longest wait, negative if nobody has waited. */
    long longestNs(boolean inAll, long outageStartNs) {
        return byRoute.values().stream()
                .mapToLong(r -> r.since().waitedNs(inAll, outageStartNs, r.lastNs()))
                .max()
                .orElse(-1);
    }
}
