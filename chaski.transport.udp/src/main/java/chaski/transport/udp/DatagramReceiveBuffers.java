package chaski.transport.udp;

import chaski.transport.udp.wire.DatagramFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Reads datagrams into memory of the I/O thread. A receiver may use a datagram only during its call, so all memory is free again for the
 * next round of reads: nothing is allocated, and an idle socket holds nothing.
 *
 * <p>Native sockets receive many datagrams with one call into one buffer. Others receive one after another but deliver
 * them together, so each datagram gets a separate piece.
 */
final class DatagramReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

    /** The largest datagram of this protocol; what is longer is cut, fails its checksum, and is counted. */
    static final int DATAGRAM_BYTES = DatagramFormat.LARGEST_BYTES;

    /** For sockets that receive one datagram after another. */
    static final DatagramReceiveBuffers ONE_BY_ONE = new DatagramReceiveBuffers(false);

    /** For sockets that receive many with one call. */
    static final DatagramReceiveBuffers MANY_AT_ONCE = new DatagramReceiveBuffers(true);

    /** Datagrams in one round of reads, before the I/O thread serves its other sockets and its tasks. */
    private static final int MOST_DATAGRAMS = 64;

    private static final FastThreadLocal<ByteBuf> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
            int bytes = MOST_DATAGRAMS * DATAGRAM_BYTES;
            return Unpooled.directBuffer(bytes, bytes);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
            buffer.release();
        }
    };

    private final boolean atOnce;

    private DatagramReceiveBuffers(boolean atOnce) {
        super(MOST_DATAGRAMS);
        this.atOnce = atOnce;
    }

    @Override
    @SuppressWarnings("deprecation") // the return type is Netty's
    public Handle newHandle() {
        return new Lender();
    }

    private final class Lender extends MaxMessageHandle {

        private int next;

        @Override
        public int guess() {
            return atOnce ? MOST_DATAGRAMS * DATAGRAM_BYTES : DATAGRAM_BYTES;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator unused) {
            ByteBuf all = OF_THREAD.get();
            if (atOnce) {
                return all.clear().retain();
            }
            int piece = next;
            next = (next + 1) % MOST_DATAGRAMS;
            return all.retainedSlice(piece * DATAGRAM_BYTES, DATAGRAM_BYTES).clear();
        }
    }
}
