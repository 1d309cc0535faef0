package chaski.node.session;

import chaski.node.wire.Goodbye;

/** Notified by a session, on the control loop, of events that the session cannot decide on. */
interface SessionOwner {

    /** Called when the peer's declarations have changed. */
    void declared(Session session);

    /** Called when others wait for credit that the peer was asked to return. Repeated while that is so. */
    void creditKept(Session session);

    /** Called when the user ends the session and bars the peer for some time. */
    void disconnect(Session session);

    /**
     * Called when there is no more memory for messages that have arrived in part, and this session holds the most of
     * all.
     */
    void tooMuchUnfinished(Session session, long bytes, long limit);

    /** Called when the peer asks this node to dial another link. */
    void renewalRequested(Session session, LinkAttachment by);

    /** Called when the peer has ended the session. */
    void goodbye(Session session, Goodbye goodbye);
}
