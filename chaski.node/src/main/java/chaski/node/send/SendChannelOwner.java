package chaski.node.send;

import chaski.api.NodeId;
import java.nio.ByteBuffer;

/** The session that a sending side belongs to. Its methods only leave marks. */
public interface SendChannelOwner {

    NodeId peer();

    /** True if the peer's process seems to have ended; any thread. */
    boolean isInDoubt();

    String peerName();

    /** True if the peer is heard of; any thread. */
    boolean isAlive();

    /** True if the peer takes CUT. */
    boolean takesCuts();

    /** There is something to send. */
    void wake();

    /** A datagram is to be sent now or not at all. */
    void datagram(ByteBuffer body);

    /** A datagram cannot be sent now. */
    void datagramDropped();

    /** There is a datagram to send, perhaps beside the link in use; called without the lock. */
    void wakeForDatagram();

    /** A flow has begun to lack credit. */
    void blockedChanged(CreditFlow flow);

    /** Runs a task after some milliseconds. */
    void later(Runnable task);

    /** Runs a task after a moment in which nothing may happen. */
    void afterRest(Runnable task);
}
