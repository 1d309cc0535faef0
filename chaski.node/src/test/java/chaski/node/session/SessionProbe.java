package chaski.node.session;

import chaski.api.Topic;
import chaski.api.protocol.PeerSession;
import chaski.node.declaration.DeclarationPeer;
import chaski.node.routing.Router;
import chaski.node.wire.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives tests access to sessions. */
public final class SessionProbe {

    private SessionProbe() {}

    /**
     * Names a session; both of its sides have the same name for it.
     *
     * @param session the session
     * @return the name
     */
    public static String name(PeerSession session) {
        var id = ((Session) session).id();
        return Long.toHexString(id.high()) + Long.toHexString(id.low());
    }

    /**
     * Returns the secret of a session.
     *
     * @param session the session
     * @return its id
     */
    public static SessionId id(Session session) {
        return session.id();
    }

    /**
     * Returns the receivers of a message that is sent now.
     *
     * @param engine the publisher's engine
     * @param channel the channel
     * @param topic the topic
     * @return for each session the numbers of the peer's declarations that match
     */
    public static Map<Session, List<Long>> targets(SessionLayer engine, int channel, Topic topic) {
        Map<Session, List<Long>> targets = new LinkedHashMap<>();
        for (Router.PeerFlow match : engine.router().match(channel, topic).flows()) {
            engine.sessions().evenProposed().stream()
                    .filter(s -> s.sendChannel() == match.outbound())
                    .forEach(s ->
                            targets.computeIfAbsent(s, n -> new ArrayList<>()).add(match.flow().id));
        }
        return targets;
    }

    /**
     * Returns whether a publisher lacks credit, rather than room.
     *
     * @param engine the publisher's engine
     * @param channel the channel
     * @param topic the topic
     * @return true if some peer was sent that its credit is missing
     */
    public static boolean lacksCredit(SessionLayer engine, int channel, Topic topic) {
        return engine.router().match(channel, topic).flows().stream()
                .anyMatch(f -> f.flow().blockedNeed() > 0);
    }

    /**
     * Returns whether a session's log has no room for so many more bytes.
     *
     * @param session the session
     * @param bytes how many
     * @param limit the size of the log
     * @return whether it is full
     */
    public static boolean isFull(Session session, long bytes, long limit) {
        return session.sendChannel().unacknowledged() + bytes > limit;
    }

    /**
     * Lists the sessions of a node, including those that are only proposed.
     *
     * @param engine the engine
     * @return the sessions
     */
    public static Collection<Session> sessions(SessionLayer engine) {
        return engine.sessions().evenProposed();
    }

    /**
     * Lists the sessions of a node as its declarations see them, those that are only proposed, too.
     *
     * @param engine the engine
     * @return the peers
     */
    public static List<DeclarationPeer> declarationPeers(SessionLayer engine) {
        return engine.sessions().evenProposed().stream()
                .<DeclarationPeer>map(Session::exchange)
                .toList();
    }

    /**
     * Returns what a session's log holds that is not confirmed.
     *
     * @param session the session
     * @return bytes
     */
    public static long unacknowledged(Session session) {
        return session.sendChannel().unacknowledged();
    }

    /**
     * Returns whether anything waits in one of a session's queues.
     *
     * @param session the session
     * @return true if something waits
     */
    public static boolean hasWaiters(Session session) {
        return session.sendChannel().waits().hasWaiters();
    }

    /**
     * Returns how many records of a session's own wait for room in its log.
     *
     * @param session the session
     * @return their number
     */
    public static int postponedRecords(Session session) {
        return session.sendChannel().records().postponedCount();
    }

    /**
     * Returns how much direct memory there is for the logs of a node, in use or kept for later.
     *
     * @param engine the engine
     * @return bytes
     */
    public static long directBytes(SessionLayer engine) {
        return engine.memory().directBytes();
    }

    /**
     * Returns how much memory the logs of a node have.
     *
     * @param engine the engine
     * @return bytes
     */
    public static long memoryBytes(SessionLayer engine) {
        return engine.memory().usedBytes();
    }

    /**
     * Returns how much memory is used by messages that have arrived in part.
     *
     * @param engine the engine
     * @return bytes
     */
    public static long unfinishedBytes(SessionLayer engine) {
        return engine.reassemblyMemory().held();
    }
}
