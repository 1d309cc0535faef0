package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.node.membership.SessionNeed;

/** What pairing wants done. Called on the control loop, at the end of a call to {@link Pairing}, which may be called back. */
public interface PairingActions {

    /**
     * Asked about any node: those that the user keeps off are not wanted. {@link Pairing#review} follows a change.
     *
     * @param node the node
     * @return whether it is kept off
     */
    default boolean isBarred(NodeId node) {
        return false;
    }

    /**
     * Dial a node, and go on until there is a session or {@link #stopReaching} comes. Begin anew when the session ends.
     *
     * @param node the node
     */
    void reach(NodeId node);

    /**
     * Stop dialling a node. A session that stands is kept.
     *
     * @param node the node
     */
    void stopReaching(NodeId node);

    /**
     * Tell a peer how much this node needs the session with it.
     *
     * @param peer a peer with a session
     * @param need how much
     */
    void need(NodeId peer, SessionNeed need);

    /**
     * End a session: neither side needs it.
     *
     * @param peer a peer with a session
     * @param reason for people
     */
    void leave(NodeId peer, String reason);

    /**
     * Dial the joined endpoints, or leave it until further notice: a node that leaves its bootstrap must not come back at once, but
     * must when nobody else is left. Dialling is what is assumed at first.
     *
     * @param wanted whether
     */
    void bootstrap(boolean wanted);

    /**
     * This node and a peer share a topic and have a session. Told once for each session, and again when they had nothing in common
     * in between.
     *
     * @param peer the peer
     * @param name its name
     * @param topic a topic or pattern that they share
     */
    void paired(NodeId peer, String name, String topic);

    /**
     * This node and another one share a topic but could not be linked for a while. Told once, until they are paired or share no
     * topic any more; it does not mean that nobody tries any longer.
     *
     * @param node the node
     * @param name its name
     * @param reason why
     */
    void failed(NodeId node, String name, String reason);
}
