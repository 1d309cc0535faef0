package chaski.node.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the links that others have opened and whose handshake is pending, at most {@code limits.pendingHandshakes}. When the queue
 * is full, it evicts a link that has not received a whole HELLO within a second: the oldest one of the address that has the most
 * links in the queue. A link with a HELLO is never evicted, since evicting links that work would make their nodes come again. If no
 * link can be evicted, the newcomer is refused with a retry time. Retry times follow one another at the rate at which handshakes
 * complete, so that a thousand nodes that start at once are taken in one pass. Confined to the control loop.
 *
 * @param <L> a link
 */
final class HandshakeQueue<L> {

    /** The time that a link has for its HELLO when others wait for its place. */
    static final long PATIENCE_NS = 1_000_000_000L;

    private static final long MS_NS = 1_000_000L;

    /** The assumed duration of a handshake until some have been measured: a round trip or two between continents. */
    private static final long USUAL_NS = 100 * MS_NS;

    private static final long LONGEST_TURN_NS = 10_000 * MS_NS;
    private static final int SMOOTHING = 8;

    private final Map<L, Entry> entries = new LinkedHashMap<>();
    private long smoothedNs = USUAL_NS;
    private long turnNs;
    private boolean turnGiven;

    private static final class Entry {
        private final String host;
        private final long sinceNs;
        private boolean helloRead;

        Entry(String host, long sinceNs) {
            this.host = host;
            this.sinceNs = sinceNs;
        }

        boolean mayGiveWay(long nowNs) {
            return !helloRead && nowNs - sinceNs >= PATIENCE_NS;
        }
    }

    void add(L link, String host, long nowNs) {
        entries.put(link, new Entry(host, nowNs));
    }

    void helloRead(L link) {
        Entry entry = entries.get(link);
        if (entry != null) {
            entry.helloRead = true;
        }
    }

    /** Called when a handshake has led to a session. Its duration updates the estimate for the others. */
    void done(L link, long nowNs) {
        Entry entry = entries.remove(link);
        if (entry != null) {
            smoothedNs += (nowNs - entry.sinceNs - smoothedNs) / SMOOTHING;
        }
    }

    void remove(L link) {
        entries.remove(link);
    }

    boolean isFull(int limit) {
        return entries.size() >= limit;
    }

    /** Chooses the link to evict for a newcomer, if there is one. */
    @Nullable
    L victim(long nowNs) {
        Map<String, Integer> counts = new HashMap<>();
        List<Map.Entry<L, Entry>> candidates = new ArrayList<>();
        for (Map.Entry<L, Entry> each : entries.entrySet()) {
            counts.merge(each.getValue().host, 1, Integer::sum);
            if (each.getValue().mayGiveWay(nowNs)) {
                candidates.add(each);
            }
        }
        L chosen = null;
        int most = 0;
        for (Map.Entry<L, Entry> each : candidates) { // oldest first
            int count = counts.getOrDefault(each.getValue().host, 0);
            if (count > most) {
                most = count;
                chosen = each.getKey();
            }
        }
        return chosen;
    }

    /** Assigns a retry time to a newcomer that is refused now, in milliseconds from now. */
    long turnMs(int limit, long nowNs) {
        long spacingNs = Math.max(MS_NS, smoothedNs / limit);
        long earliestNs = nowNs + smoothedNs;
        long nextNs = turnGiven && turnNs + spacingNs - earliestNs > 0 ? turnNs + spacingNs : earliestNs;
        turnGiven = true;
        turnNs = nextNs - nowNs > LONGEST_TURN_NS ? nowNs + LONGEST_TURN_NS : nextNs;
        return TimeUnit.NANOSECONDS.toMillis(turnNs - nowNs) + 1;
    }
}
