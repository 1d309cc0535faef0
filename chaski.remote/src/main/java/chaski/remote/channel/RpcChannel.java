package chaski.remote.channel;

import chaski.api.NodeId;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.remote.value.References;
import chaski.remote.wire.RemoteMessage;

/** Carries remote messages to one node, for as long as one session with it lives, or within this node. Thread-safe. */
public interface RpcChannel {

    /** {@return the node at the other end} */
    NodeId node();

    /** {@return its name for people} */
    String nodeName();

    /** {@return true if it leads to this node itself} */
    boolean isLocal();

    /**
     * {@return true if the process of the node at the other end seems to have ended} Callers should not wait for it; see
     * {@link chaski.api.protocol.PeerSession#isInDoubt}. {@link RpcChannelListener#doubtChanged} reports changes.
     */
    boolean isInDoubt();

    /**
     * Sends a message in order, as soon as there is room. Never blocks.
     *
     * @param message the message
     * @return a handle to withdraw it
     * @throws chaski.api.LimitException when it is too long for the peer
     */
    SendHandle send(RemoteMessage message);

    /**
     * Returns true if a message would be sent immediately.
     *
     * @param whenFree called once, on any thread, as soon as that is true again; must not block and must not send
     * @return true if no message is queued
     */
    boolean isFree(Runnable whenFree);

    /**
     * Decides whether the node at the other end may do something at this node. This node itself may do everything.
     *
     * @param permission what it wants to do
     * @param service the name of a service or of an attached function
     * @param member the member, or an empty text
     * @return the decision; a refusal is reported
     */
    default Decision decide(Permission permission, String service, String member) {
        return Decision.allow("this node");
    }

    /** {@return the references that both sides have exchanged} */
    References references();
}
