package chaski.node.session;

import chaski.node.wire.Goodbye;

/** Notified by a session, on the control loop, of what it cannot decide itself. */
interface SessionOwner {

    /** The peer's declarations have changed. */
    void declared(Session session);

    /** Others wait for credit that the peer was asked to give back. Called again and again while that is so. */
    void creditKept(Session session);

    /** The user wants no session with the peer for some time. */
    void disconnect(Session session);

    /** Of all sessions, it holds the most memory for messages that have arrived in part, and there is no more. */
    void tooMuchUnfinished(Session session, long bytes, long limit);

    /** The peer has ended the session. */
    void goodbye(Session session, Goodbye goodbye);
}
