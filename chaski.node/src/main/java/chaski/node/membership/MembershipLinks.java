package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The connections to peers, as membership sees them: one channel of each session. Called on the control loop; the calls
 * must not call back into {@link Membership}.
 */
public interface MembershipLinks {

    /**
     * Returns whether one message of any length, up to 60 KiB, can be sent now. If not, {@link Membership#onWritable}
     * is called as soon as it can. Membership keeps its messages as state meanwhile, so waiting costs no memory.
     *
     * @param peer a peer with a session
     * @return true if it can
     */
    boolean isWritable(NodeId peer);

    /**
     * Returns whether a peer may see the directory. Of one that may not, this node sends only its own entry, and answers no questions.
     *
     * @param peer a peer with a session
     * @return true if it may
     */
    default boolean sees(NodeId peer) {
        return true;
    }

    /**
     * Sends a message. It arrives in order and once, unless the session ends before.
     *
     * @param peer a peer with a session, writable
     * @param message the bytes from position to limit, the receiver's to keep
     */
    void send(NodeId peer, ByteBuffer message);

    /**
     * Requests a session with a node, to send it an answer; does nothing if there is one or none is possible. The
     * session is not needed any longer once the answer is sent, which pairing determines as for every session.
     *
     * @param node the node
     * @param endpoints where it can be dialled, at least one
     * @param from the peer that sent its query
     */
    void reach(NodeId node, List<Endpoint> endpoints, NodeId from);
}
