package chaski.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Reads packets, and the bytes of streams, into memory of the I/O thread. Both are used up before the next read: the QUIC library copies
 * packets, and a handler may use bytes only during its call. So nothing is allocated, and an idle link holds nothing.
 */
final class QuicReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

    /** More than any packet: both ends state that they accept no more. */
    static final int PACKET_BYTES = 2048;

    /** Packets of sockets that receive one after another. */
    static final QuicReceiveBuffers PACKETS = new QuicReceiveBuffers(Kind.PACKETS);

    /** Packets of sockets that receive many with one call. */
    static final QuicReceiveBuffers PACKETS_AT_ONCE = new QuicReceiveBuffers(Kind.PACKETS_AT_ONCE);

    /** The bytes of streams. */
    static final QuicReceiveBuffers STREAM = new QuicReceiveBuffers(Kind.STREAM);

    /** Packets in one round of reads, before the I/O thread serves its other sockets and its tasks. */
    private static final int MOST_PACKETS = 64;

    private static final int STREAM_BYTES = 64 << 10;

    private enum Kind {
        PACKETS(MOST_PACKETS),
        PACKETS_AT_ONCE(MOST_PACKETS),
        STREAM(8);

        private final int reads;

        Kind(int reads) {
            this.reads = reads;
        }
    }

    private static final FastThreadLocal<ByteBuf> PACKETS_OF_THREAD = new Memory(MOST_PACKETS * PACKET_BYTES);
    private static final FastThreadLocal<ByteBuf> STREAM_OF_THREAD = new Memory(STREAM_BYTES);

    private final Kind kind;

    private QuicReceiveBuffers(Kind kind) {
        super(kind.reads);
        this.kind = kind;
    }

    @Override
    @SuppressWarnings("deprecation") // the return type is Netty's
    public Handle newHandle() {
        return new Lender();
    }

    private static final class Memory extends FastThreadLocal<ByteBuf> {

        private final int bytes;

        Memory(int bytes) {
            this.bytes = bytes;
        }

        @Override
        protected ByteBuf initialValue() {
            return Unpooled.directBuffer(bytes, bytes);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
            buffer.release();
        }
    }

    private final class Lender extends MaxMessageHandle {

        private int next;

        @Override
        public int guess() {
            return switch (kind) {
                case PACKETS -> PACKET_BYTES;
                case PACKETS_AT_ONCE -> MOST_PACKETS * PACKET_BYTES;
                case STREAM -> STREAM_BYTES;
            };
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator unused) {
            return switch (kind) {
                case PACKETS -> piece();
                case PACKETS_AT_ONCE -> PACKETS_OF_THREAD.get().clear().retain();
                case STREAM -> STREAM_OF_THREAD.get().clear().retain();
            };
        }

        /** Sockets of the JDK deliver what they have received together. */
        private ByteBuf piece() {
            int piece = next;
            next = (next + 1) % MOST_PACKETS;
            return PACKETS_OF_THREAD
                    .get()
                    .retainedSlice(piece * PACKET_BYTES, PACKET_BYTES)
                    .clear();
        }
    }
}
