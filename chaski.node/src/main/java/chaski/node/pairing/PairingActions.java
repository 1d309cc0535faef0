package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.node.membership.SessionNeed;

/**
 * Carries out the decisions of {@link Pairing}. Called on the control loop, at the end of a call to it; may call it back.
 */
public interface PairingActions {

    /**
     * Returns whether the user has barred a node. {@link Pairing#review} must follow a change.
     *
     * @param node the node
     * @return true if no session with it is wanted
     */
    default boolean isBarred(NodeId node) {
        return false;
    }

    /**
     * Dials a node until there is a session or {@link #stopReaching} is called, and again when the session ends.
     *
     * @param node the node
     */
    void reach(NodeId node);

    /**
     * Stops dialling a node. An existing session is kept.
     *
     * @param node the node
     */
    void stopReaching(NodeId node);

    /**
     * Sends a peer how much this node needs the session with it.
     *
     * @param peer a peer with a session
     * @param need how much
     */
    void need(NodeId peer, SessionNeed need);

    /**
     * Ends a session that neither side needs.
     *
     * @param peer a peer with a session
     * @param reason for people
     */
    void leave(NodeId peer, String reason);

    /**
     * Starts or stops dialling the joined endpoints. A node that leaves its bootstrap node must not return immediately,
     * but must do so when no pair is left. At first they are dialled.
     *
     * @param wanted true to dial them
     */
    void bootstrap(boolean wanted);

    /**
     * This node and a peer share a topic and have a session. Reported once for each session, and again if they shared no topic
     * in between.
     *
     * @param peer the peer
     * @param name its name
     * @param topic a topic or pattern that they share
     */
    void paired(NodeId peer, String name, String topic);

    /**
     * This node and another one share a topic but could not be linked for a while. Reported once, until they are paired or
     * share no topic any more; dialling continues.
     *
     * @param node the node
     * @param name its name
     * @param reason why
     */
    void failed(NodeId node, String name, String reason);
}
