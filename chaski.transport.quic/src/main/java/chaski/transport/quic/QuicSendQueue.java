package chaski.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a link that the QUIC library has not taken yet: it copies as many as its windows allow. The buffers of one write are passed
 * to it together, because each call may fill a packet. Confined to the link's I/O thread.
 */
final class QuicSendQueue {

    /** Below this many bytes, buffers are copied next to each other. */
    private static final int COPIED_BELOW_BYTES = 2048;

    /** Copies of up to this many bytes share memory of the I/O thread. */
    private static final int SHARED_BYTES = 64 << 10;

    private static final FastThreadLocal<ByteBuf> SHARED = new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
            return Unpooled.directBuffer(SHARED_BYTES, SHARED_BYTES);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
            buffer.release();
        }
    };

    /** Notified of progress; on the I/O thread, possibly within {@link #put}. */
    interface Owner {

        /** Some buffers are no longer held. */
        void progressed();

        /** Some buffers were not sent. */
        void failed(Throwable cause);
    }

    private final QuicStreamChannel stream;
    private final Owner owner;
    private long given;
    private long released;
    private int batches;

    QuicSendQueue(QuicStreamChannel stream, Owner owner) {
        this.stream = stream;
        this.owner = owner;
    }

    /** Adds buffers, and passes on what is taken now; the library asks for the rest. */
    void put(ByteBuffer[] buffers, int count) {
        List<ByteBuf> parts = new ArrayList<>();
        for (int i = 0; i < count; ) {
            int end = i;
            int bytes = 0;
            while (end < count && isCopied(buffers[end])) {
                bytes += buffers[end++].remaining();
            }
            if (end > i) {
                if (bytes > 0) {
                    parts.add(copy(buffers, i, end, bytes));
                }
                i = end;
            } else {
                bytes = buffers[i].remaining();
                parts.add(Unpooled.wrappedBuffer(buffers[i++]));
            }
            given += bytes;
        }
        if (parts.isEmpty()) {
            return;
        }
        batches++;
        ByteBuf all = parts.size() == 1 ? parts.get(0) : Unpooled.wrappedBuffer(parts.toArray(ByteBuf[]::new));
        stream.write(all).addListener(new Batch(given));
    }

    /** Counts buffers as added and released, without sending them. */
    void discard(ByteBuffer[] buffers, int count) {
        for (int i = 0; i < count; i++) {
            given += buffers[i].remaining();
        }
        if (batches == 0) {
            released = given;
        }
    }

    /** {@return whether any buffer is held} */
    boolean holds() {
        return batches > 0;
    }

    /** {@return how many bytes were ever given} */
    long given() {
        return given;
    }

    /** {@return how many of all bytes ever given are no longer held} */
    long released() {
        return released;
    }

    private static boolean isCopied(ByteBuffer buffer) {
        return buffer.remaining() < COPIED_BELOW_BYTES || !buffer.isDirect();
    }

    private static ByteBuf copy(ByteBuffer[] buffers, int from, int to, int bytes) {
        ByteBuf shared = SHARED.get();
        ByteBuf copy = bytes <= SHARED_BYTES && shared.refCnt() == 1
                ? shared.retainedSlice(0, bytes).clear()
                : Unpooled.directBuffer(bytes, bytes);
        for (int i = from; i < to; i++) {
            int position = buffers[i].position();
            copy.writeBytes(buffers[i]);
            buffers[i].position(position);
        }
        return copy;
    }

    /** The end of the buffers of one call of {@link #put}. */
    private final class Batch implements ChannelFutureListener {

        private final long end;

        Batch(long end) {
            this.end = end;
        }

        @Override
        public void operationComplete(ChannelFuture written) {
            batches--;
            released = batches == 0 ? given : end;
            Throwable failure = written.cause();
            if (failure != null) {
                owner.failed(failure);
            }
            owner.progressed();
        }
    }
}
