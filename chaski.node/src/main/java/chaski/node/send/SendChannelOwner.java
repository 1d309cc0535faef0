package chaski.node.send;

import chaski.api.NodeId;
import java.nio.ByteBuffer;

/** The session that a sending side belongs to. Its methods only set marks. */
public interface SendChannelOwner {

    NodeId peer();

    /** True if the peer's process seems to have ended. May be called on any thread. */
    boolean isInDoubt();

    String peerName();

    /** True if the peer shows signs of life. May be called on any thread. */
    boolean isAlive();

    /** True if the peer supports CUT. */
    boolean takesCuts();

    /** Reports that there is something to send. */
    void wake();

    /** Reports a datagram that is to be sent now or not at all. */
    void datagram(ByteBuffer body);

    /** Reports that a datagram cannot be sent now. */
    void datagramDropped();

    /**
     * Reports that there is a datagram to send, possibly over another link than the one in use. Called without the
     * lock.
     */
    void wakeForDatagram();

    /** Reports that a flow's need for credit has changed. */
    void blockedChanged(CreditFlow flow);
}
