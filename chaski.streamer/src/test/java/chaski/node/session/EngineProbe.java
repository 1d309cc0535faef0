package chaski.node.session;

import chaski.api.Topic;
import chaski.api.node.Node;
import chaski.api.protocol.PeerSession;
import chaski.api.transport.Transport;
import chaski.node.routing.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Gives the worlds of the streamer access to the engine. */
public final class EngineProbe {

    private final SessionLayer engine;

    /**
     * A probe of one node.
     *
     * @param node a node of the engine
     */
    public EngineProbe(Node node) {
        this.engine = engine(node);
    }

    private static SessionLayer engine(Node node) {
        try {
            var coordinator = node.getClass().getDeclaredField("coordinator");
            coordinator.setAccessible(true);
            var sessionLayer = coordinator.getType().getDeclaredMethod("sessionLayer");
            sessionLayer.setAccessible(true);
            return (SessionLayer) sessionLayer.invoke(coordinator.get(node));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a node has a coordinator, which has the sessions", e);
        }
    }

    /**
     * Removes a transport from a node without blocking the thread, as {@link Node#removeTransport} does.
     *
     * @param node the node
     * @param transport the transport
     * @return completed when no session uses it any more
     */
    @SuppressWarnings("unchecked") // as declared
    public static CompletionStage<Void> removeTransport(Node node, Transport transport) {
        try {
            var method = node.getClass().getDeclaredMethod("leaveTransport", Transport.class);
            method.setAccessible(true);
            return (CompletionStage<Void>) method.invoke(node, transport);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a node leaves a transport", e);
        }
    }

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
     * Returns how many messages the peer of a session counted as unsubscribed.
     *
     * @param session the session
     * @return the count
     */
    public static long unsubscribed(PeerSession session) {
        return ((Session) session).view().counters().getOrDefault("messages.unsubscribed", 0L);
    }

    /**
     * Finds the receivers of a message that would be sent now.
     *
     * @param channel the channel
     * @param topic the topic
     * @return for each session the numbers of the peer's declarations that match
     */
    public Map<PeerSession, List<Long>> targets(int channel, Topic topic) {
        Map<PeerSession, List<Long>> targets = new LinkedHashMap<>();
        for (Router.PeerFlow match : engine.router().match(channel, topic).flows()) {
            for (Session session : engine.sessions().evenProposed()) {
                if (session.sendChannel() == match.outbound()) {
                    targets.computeIfAbsent(session, s -> new ArrayList<>()).add(match.flow().id);
                }
            }
        }
        return targets;
    }

    /**
     * Returns whether some peer lacks credit for a topic.
     *
     * @param channel the channel
     * @param topic the topic
     * @return true if a flow is blocked
     */
    public boolean lacksCredit(int channel, Topic topic) {
        return engine.router().match(channel, topic).flows().stream()
                .anyMatch(f -> f.flow().blockedNeed() > 0);
    }

    /** {@return the sessions, including those that are only proposed} */
    public List<PeerSession> sessions() {
        return List.copyOf(engine.sessions().evenProposed());
    }

    /**
     * Returns whether a session has a link.
     *
     * @param session a session of this node
     * @return true if it is attached
     */
    public static boolean isAttached(PeerSession session) {
        return ((Session) session).life() == Session.Life.ATTACHED;
    }

    /**
     * Returns how many unacknowledged bytes a session's log holds.
     *
     * @param session the session
     * @return the number of bytes
     */
    public static long unacknowledged(PeerSession session) {
        return ((Session) session).sendChannel().unacknowledged();
    }

    /** {@return whether a publisher waits for a session of this node} */
    public boolean hasWaiters() {
        return engine.sessions().evenProposed().stream()
                .anyMatch(s -> s.sendChannel().waits().hasWaiters());
    }

    /** {@return the memory of all logs in bytes} */
    public long memoryBytes() {
        return engine.memory().usedBytes();
    }

    /**
     * Describes a session, for errors.
     *
     * @param session a session of this node
     * @return its state
     */
    public static String describe(PeerSession session) {
        Session known = (Session) session;
        return known + " " + known.life() + " unacknowledged "
                + known.sendChannel().unacknowledged() + " waiters "
                + known.sendChannel().waits().hasWaiters() + " " + known.sendChannel();
    }
}
