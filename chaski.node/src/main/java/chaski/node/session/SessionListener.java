package chaski.node.session;

import chaski.api.NodeId;

/** Notified of the state of sessions, on the control loop. */
public interface SessionListener {

    /**
     * Called when a session has a link: its first, another after an outage, or another one.
     *
     * @param session the session
     * @param first true if the session is new
     */
    void onAttached(Session session, boolean first);

    /**
     * Called when a session has lost its last link.
     *
     * @param session the session
     */
    void onParked(Session session);

    /**
     * Returns whether a session without a link has nothing to dial.
     *
     * @param session the session
     * @return true if no endpoint of its peer is known that can be dialled, although the transport of its last link is
     *     present
     */
    boolean hasNothingToDial(Session session);

    /**
     * Returns whether the user has joined a peer.
     *
     * @param peer the peer
     * @return true if the user has joined an endpoint behind which the peer is
     */
    boolean isJoined(NodeId peer);

    /**
     * Returns whether an address is this machine itself.
     *
     * @param host the host of a link
     * @return true if it is
     */
    boolean isLoopback(String host);

    /**
     * Called when a session has gained or lost an auxiliary link.
     *
     * @param session the session
     */
    void onAuxiliary(Session session);

    /**
     * Called when the peer asks this node to move the session to another link.
     *
     * @param session the session
     */
    void onRenewalRequested(Session session);

    /**
     * Called when the peer has changed its declarations.
     *
     * @param session the session
     */
    void onDeclared(Session session);

    /**
     * Called when the opinion on a peer has changed.
     *
     * @param session the session
     */
    void onOpinion(Session session);

    /**
     * Called when a session has ended.
     *
     * @param session the session
     * @param reason the reason
     */
    void onEnded(Session session, String reason);

    /**
     * Called when a node is barred for some time.
     *
     * @param node the node
     */
    void onDisconnected(NodeId node);

    /**
     * Called when another node with this node's id is alive.
     *
     * @param where the remote endpoint at which it was found
     * @param whose the owner of the id, for people
     */
    void onIdInUse(String where, String whose);

    /**
     * Called when a peer knows a later run of this node's id, which may have ended.
     *
     * @param where the peer's endpoint
     * @param incarnation its incarnation
     */
    void onLaterRunKnown(String where, long incarnation);
}
