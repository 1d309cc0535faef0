package chaski.transport.udp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A bound UDP socket. Confined to its loop. */
interface UdpSocket {

    /** {@return the address it is bound to} */
    InetSocketAddress local();

    /** {@return whether the system accepts more now; if not, {@link Receiver#onWritable} is called when it does} */
    boolean writable();

    /**
     * {@return the largest packet worth trying: more than the base size only if no datagram is fragmented in transit, which would make a
     * size look possible that is not}
     */
    int largestBytes();

    /** {@return an empty buffer with room for that many bytes, for the next datagram; valid until {@link #send}} */
    ByteBuffer buffer(int bytes);

    /**
     * Sends that many bytes from the buffer's beginning, to the address to which the socket is connected, or else to
     * the given one.
     */
    void send(InetSocketAddress to, int bytes);

    /** Passes what was sent to the system. */
    void flush();

    /** Frees the port; the task runs when it is free, possibly immediately. Closing again runs the task, too. */
    void close(Runnable freed);

    /** Receives the events of the socket, on the loop. */
    interface Receiver {

        /** A datagram arrived; the buffer begins at index 0 and is valid during the call. */
        void onDatagram(ByteBuffer datagram, InetSocketAddress from);

        /** All waiting datagrams have been handed over. */
        void onReadComplete();

        /** The system accepts more again. */
        void onWritable();

        /** The system reports that nothing listens at the address to which the socket is connected. */
        void onUnreachable();
    }
}
