package chaski.transport.udp;

import chaski.transport.udp.wire.DatagramFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Deque;

/** Direct memory for outgoing datagrams, reused as soon as the system has accepted them. Confined to one I/O thread. */
final class DatagramSendBuffers {

    /** As many as one socket may have waiting; in the rare case of more, buffers are allocated individually. */
    private static final int MOST = 256;

    private static final FastThreadLocal<DatagramSendBuffers> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected DatagramSendBuffers initialValue() {
            return new DatagramSendBuffers();
        }

        @Override
        protected void onRemoval(DatagramSendBuffers buffers) {
            buffers.all.forEach(ByteBuf::release);
        }
    };

    private final Deque<ByteBuf> all = new ArrayDeque<>();

    private DatagramSendBuffers() {}

    /** {@return the one of the calling thread} */
    static DatagramSendBuffers ofThread() {
        return OF_THREAD.get();
    }

    /** {@return an empty buffer for one datagram of up to that many bytes, to be released by its sender} */
    ByteBuf next(int bytes) {
        // They are returned in the order in which they were lent, so the first is free or none is.
        ByteBuf first = all.peek();
        if (first != null && first.refCnt() == 1) {
            all.remove();
            if (first.capacity() >= bytes) {
                all.add(first);
                return first.clear().retain();
            }
            // A link on this thread needs larger ones now.
            first.release();
        }
        int size = Math.max(bytes, DatagramFormat.BASE_BYTES);
        ByteBuf made = Unpooled.directBuffer(size, size);
        if (all.size() < MOST) {
            all.add(made);
            made.retain();
        }
        return made;
    }
}
