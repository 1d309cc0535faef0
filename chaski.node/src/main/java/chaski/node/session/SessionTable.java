package chaski.node.session;

import chaski.api.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions of a node, at most one for each peer. Changed on the control loop, read on any thread. */
public final class SessionTable {

    private final Map<NodeId, Session> byPeer = new ConcurrentHashMap<>();

    SessionTable() {}

    /** {@return the sessions that were confirmed and have not ended} */
    public Collection<Session> all() {
        List<Session> all = new ArrayList<>();
        for (Session session : byPeer.values()) {
            if (isConfirmed(session)) {
                all.add(session);
            }
        }
        return all;
    }

    /**
     * Finds the session with a peer.
     *
     * @param peer the peer
     * @return the session, if it was confirmed and has not ended
     */
    public Optional<Session> find(NodeId peer) {
        return Optional.ofNullable(byPeer.get(peer)).filter(SessionTable::isConfirmed);
    }

    /**
     * Checks if there is a session with a node that has a link.
     *
     * @param node the node
     * @return true if there is
     */
    public boolean isAttached(NodeId node) {
        return find(node).filter(s -> s.life() == Session.Life.ATTACHED).isPresent();
    }

    private static boolean isConfirmed(Session session) {
        return session.life() == Session.Life.ATTACHED || session.life() == Session.Life.PARKED;
    }

    /** {@return all sessions, including those that are only proposed} */
    Collection<Session> evenProposed() {
        return List.copyOf(byPeer.values());
    }

    /** {@return the session with a peer, even if it is only proposed} */
    @Nullable
    Session evenProposed(NodeId peer) {
        return byPeer.get(peer);
    }

    int size() {
        return byPeer.size();
    }

    void add(Session session) {
        byPeer.put(session.peer(), session);
    }

    void remove(Session session) {
        byPeer.remove(session.peer(), session);
    }
}
