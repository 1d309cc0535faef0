package chaski.node.session;

import chaski.api.NodeId;

/** Told of what becomes of sessions, on the control loop. */
public interface SessionListener {

    /**
     * A session has a link: its first, another after an outage, or another one.
     *
     * @param session the session
     * @param first whether it is new
     */
    void onAttached(Session session, boolean first);

    /**
     * A session has lost its last link.
     *
     * @param session the session
     */
    void onParked(Session session);

    /**
     * Asked about a session without a link.
     *
     * @param session the session
     * @return whether no endpoint of its peer is known that can be dialled, though the transport of its last link is there
     */
    boolean hasNothingToDial(Session session);

    /**
     * Asked about a peer.
     *
     * @param peer the peer
     * @return whether the user has joined an endpoint that it is behind
     */
    boolean isJoined(NodeId peer);

    /**
     * Asked about an address.
     *
     * @param host the host of a link
     * @return whether it is this machine itself
     */
    boolean isLoopback(String host);

    /**
     * A session has got an auxiliary link, or lost it.
     *
     * @param session the session
     */
    void onAuxiliary(Session session);

    /**
     * The peer has changed what it declared.
     *
     * @param session the session
     */
    void onDeclared(Session session);

    /**
     * The opinion on a peer has changed.
     *
     * @param session the session
     */
    void onOpinion(Session session);

    /**
     * A session is over.
     *
     * @param session the session
     * @param reason why
     */
    void onEnded(Session session, String reason);

    /**
     * No session is taken with a node for some time.
     *
     * @param node the node
     */
    void onDisconnected(NodeId node);

    /**
     * Another node of this node's id is alive.
     *
     * @param where the remote endpoint at which that was found
     * @param whose whose the id is, for people
     */
    void onIdInUse(String where, String whose);

    /**
     * A peer has met a later run of this node's id, which may be over.
     *
     * @param where the peer's endpoint
     * @param incarnation its incarnation
     */
    void onLaterRunKnown(String where, long incarnation);
}
