package chaski.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Lends every read the one receive buffer of the I/O thread. A handler may use received bytes only during its call, so
 * the buffer is free again for the next read of any link: nothing is allocated, an idle link holds no memory, and the buffer stays
 * in the processor's cache.
 *
 * <p>Only for pipelines whose handlers keep no received bytes: one that collects bytes needs its own buffers.
 */
final class SharedReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

    /**
     * The most that one read takes. Measured from 64 KiB to 1 MiB: less costs more system calls, and with more the
     * bytes have left the processor's cache before the handler reads them.
     */
    static final int SIZE_BYTES = 128 * 1024;

    /** Reads of one link before the I/O thread serves its other links and its tasks: at most 1 MiB at a time. */
    private static final int READS_PER_TURN = 8;

    private static final FastThreadLocal<ByteBuf> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
            return Unpooled.directBuffer(SIZE_BYTES, SIZE_BYTES);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
            buffer.release();
        }
    };

    SharedReceiveBuffer() {
        super(READS_PER_TURN);
    }

    @Override
    @SuppressWarnings("deprecation") // the return type is Netty's
    public Handle newHandle() {
        return new Lender();
    }

    private final class Lender extends MaxMessageHandle {

        @Override
        public int guess() {
            return SIZE_BYTES;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator unused) {
            return OF_THREAD.get().clear().retain();
        }
    }

    /** {@return the received bytes as a buffer of the JDK, which is valid until the next ones are received} */
    static ByteBuffer view(ByteBuf bytes) {
        int from = bytes.readerIndex();
        int length = bytes.readableBytes();
        ByteBuffer view =
                bytes.nioBufferCount() == 1 ? bytes.internalNioBuffer(from, length) : bytes.nioBuffer(from, length);
        return view.order(ByteOrder.BIG_ENDIAN);
    }
}
