package chaski.node.session;

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
     * Another run of this node's id is alive.
     *
     * @param where the remote endpoint
     * @param incarnation the other incarnation
     */
    void onOwnIdMet(String where, long incarnation);

    /**
     * A peer has seen a run of this node's id, maybe an earlier one that is over.
     *
     * @param where the peer's endpoint
     * @param incarnation its incarnation
     */
    void onOwnIdSeen(String where, long incarnation);
}
