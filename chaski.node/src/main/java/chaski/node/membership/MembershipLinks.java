package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The way to peers, as membership sees it: one channel of each session. Called on the control loop; the calls must not call back
 * into {@link Membership}.
 */
public interface MembershipLinks {

    /**
     * Tells whether one message of any length, up to 60 KiB, can be given now. When not, {@link Membership#onWritable} is called
     * as soon as it can. Membership keeps what it has to say as state in the meantime, so waiting costs no memory.
     *
     * @param peer a peer with a session
     * @return whether
     */
    boolean isWritable(NodeId peer);

    /**
     * Gives a message. It arrives in order and once, unless the session ends before.
     *
     * @param peer a peer with a session, writable
     * @param message the bytes from position to limit, the receiver's to keep
     */
    void send(NodeId peer, ByteBuffer message);

    /**
     * Asks for a session with a node, to give it an answer; nothing happens if there is one or it cannot be had. The session is not
     * needed any longer once the answer is out, which pairing finds out as it does for every session.
     *
     * @param node the node
     * @param endpoints where it says it can be dialled, at least one
     * @param from the peer that has brought its question
     */
    void reach(NodeId node, List<Endpoint> endpoints, NodeId from);
}
