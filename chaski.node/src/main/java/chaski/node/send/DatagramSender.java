package chaski.node.send;

import java.nio.ByteBuffer;

/** Where a session sends datagrams, which may be lost. Thread-safe. */
public interface DatagramSender {

    /** Takes a datagram that is to be sent now or not at all; the lock of the send channel may be held. */
    void offer(ByteBuffer body);

    /** Counts a datagram that cannot be sent now. */
    void dropped();

    /** Wakes the link that sends datagrams, which may be another one than that in use. Called without the lock. */
    void wake();
}
