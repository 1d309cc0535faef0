package chaski.node;

import chaski.node.session.Session;
import chaski.node.session.SessionLifecycle;
import chaski.node.session.SessionTable;

/**
 * Ends the sessions of a node that closes: at first those that need not or cannot be waited for, and the others once everything on
 * them is acknowledged. Confined to the control loop.
 */
final class SessionDrain {

    private final SessionTable sessions;
    private final SessionLifecycle lifecycle;

    SessionDrain(SessionTable sessions, SessionLifecycle lifecycle) {
        this.sessions = sessions;
        this.lifecycle = lifecycle;
    }

    /** Ends the sessions with peers in doubt: a node that closes does not wait for them. */
    void endInDoubt() {
        sessions.all().stream()
                .filter(Session::isInDoubt)
                .forEach(s -> lifecycle.close(s, "the node is closing, and the peer is in doubt"));
    }

    /** Ends the sessions without a link, which cannot resume because this node neither dials nor listens any more. */
    void endParked() {
        sessions.all().stream()
                .filter(s -> s.life() == Session.Life.PARKED)
                .forEach(s -> lifecycle.close(s, "the node is closing, and there is no link to the peer"));
    }

    /** {@return true if everything that was sent is acknowledged} */
    boolean isSettled() {
        return sessions.all().stream().allMatch(Session::isSettled);
    }

    /** Ends all sessions in an orderly way. */
    void endAll() {
        lifecycle.leaveAll("the node is closing");
    }
}
