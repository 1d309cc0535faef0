package chaski.remote.channel;

import chaski.api.NodeId;
import chaski.remote.value.References;
import chaski.remote.wire.RemoteMessage;

/** The way to one node for as long as one session with it lives, or to this node itself. Thread-safe. */
public interface RpcChannel {

    /** {@return the node at the other end} */
    NodeId node();

    /** {@return its name for people} */
    String nodeName();

    /** {@return whether it is this node} */
    boolean isLocal();

    /**
     * {@return whether the process of the node at the other end seems to have ended} Nobody should wait for it; see
     * {@link chaski.api.protocol.PeerSession#isInDoubt}. {@link RpcChannelListener#doubtChanged} reports changes.
     */
    boolean isInDoubt();

    /**
     * Sends a message after those before, at once or when there is room. Never waits.
     *
     * @param message the message
     * @return what became of it
     * @throws chaski.api.LimitException when it is too long for the peer
     */
    SendHandle send(RemoteMessage message);

    /**
     * Tells whether what is sent now goes out at once.
     *
     * @param whenFree called once, on any thread, when it does again, if it does not now; must not block and must not send
     * @return whether nothing waits
     */
    boolean isFree(Runnable whenFree);

    /** {@return what both sides have given each other by reference} */
    References references();
}
