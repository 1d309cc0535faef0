package chaski.node.session;

import chaski.api.NodeId;
import chaski.node.wire.EndedSession;
import chaski.node.wire.SessionId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the final received positions of ended sessions for ten minutes, so that a peer that returns learns exactly
 * what was lost. Bounded; the oldest entry is removed first. Confined to the control loop.
 */
final class EndedSessions {

    private static final long KEPT_NS = 600_000_000_000L;
    private static final int MAX_ENTRIES = 4096;

    private final Map<SessionId, Entry> byId = new LinkedHashMap<>();

    private record Entry(NodeId peer, long position, long atNs) {}

    void add(SessionId id, NodeId peer, long position, long nowNs) {
        forget(nowNs);
        byId.put(id, new Entry(peer, position, nowNs));
    }

    /** Returns the final received position, or -1 if it is not known any more. */
    long position(SessionId id, long nowNs) {
        forget(nowNs);
        Entry entry = byId.get(id);
        return entry == null ? -1 : entry.position();
    }

    /** Returns the last ended session with a peer. */
    Optional<EndedSession> lastWith(NodeId peer, long nowNs) {
        forget(nowNs);
        EndedSession last = null;
        for (Map.Entry<SessionId, Entry> entry : byId.entrySet()) {
            if (entry.getValue().peer().equals(peer)) {
                last = new EndedSession(entry.getKey(), entry.getValue().position());
            }
        }
        return Optional.ofNullable(last);
    }

    private void forget(long nowNs) {
        for (Iterator<Entry> i = byId.values().iterator(); i.hasNext(); ) {
            if (nowNs - i.next().atNs() < KEPT_NS && byId.size() < MAX_ENTRIES) {
                return;
            }
            i.remove();
        }
    }
}
