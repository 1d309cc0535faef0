package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.PeerState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this node as its directory needs them: the incarnation of each peer, whether there is a link, and the
 * opinion.
 */
final class PeerSessions {

    private final Map<NodeId, PeerSession> sessions = new HashMap<>();

    /**
     * One session.
     *
     * @param incarnation the peer's run
     * @param state the opinion on it
     * @param linked whether there is a link
     */
    record PeerSession(long incarnation, PeerState state, boolean linked) {}

    void begin(NodeId peer, long incarnation) {
        sessions.put(peer, new PeerSession(incarnation, PeerState.ALIVE, true));
    }

    void annotate(NodeId peer, PeerState state, boolean linked) {
        sessions.computeIfPresent(peer, (id, session) -> new PeerSession(session.incarnation, state, linked));
    }

    void end(NodeId peer) {
        sessions.remove(peer);
    }

    boolean contains(NodeId peer) {
        return sessions.containsKey(peer);
    }

    /** The session with the incarnation of an entry, or with a later one that the entry does not show yet. */
    @Nullable
    PeerSession with(DirectoryRecord known) {
        PeerSession session = sessions.get(known.id());
        return session != null && session.incarnation >= known.entry.incarnation() ? session : null;
    }

    /** True if there is a session with exactly the incarnation of an entry. */
    boolean isWithRunOf(DirectoryRecord known) {
        PeerSession session = sessions.get(known.id());
        return session != null && session.incarnation == known.entry.incarnation();
    }

    /** The run of a node that is alive on a link of this node, or -1. */
    long linkedRun(NodeId peer) {
        PeerSession session = sessions.get(peer);
        return session != null && session.linked && session.state == PeerState.ALIVE ? session.incarnation : -1;
    }

    /** True if this node knows from one of its own sessions that the owner of an entry, in that run, is alive. */
    boolean confirms(DirectoryRecord known) {
        PeerSession session = with(known);
        return session != null
                && session.linked
                && session.state == PeerState.ALIVE
                && session.incarnation == known.entry.incarnation()
                && !known.entry.left();
    }
}
