package chaski.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.nio.ByteBuffer;

/**
 * The bytes of a link that the kernel has not accepted yet. Large direct buffers are passed to the channel as they are; small ones next
 * to each other are copied together, because an entry in Netty's queue costs more than copying a few hundred bytes. Confined to
 * the link's I/O thread.
 */
final class TcpSendQueue {

    /** Below this many bytes a buffer is copied. */
    private static final int COPIED_BELOW_BYTES = 512;

    /** Notified of progress; on the I/O thread, possibly within {@link #flush}. */
    interface Owner {

        /** Some buffers are no longer held. */
        void progressed();

        /** Some buffers were not sent. */
        void failed(Throwable cause);
    }

    private final Channel channel;
    private final Owner owner;
    private long given;
    private long released;
    private int batches;
    private boolean unflushed;

    TcpSendQueue(Channel channel, Owner owner) {
        this.channel = channel;
        this.owner = owner;
    }

    /** Adds buffers; {@link #flush} sends them. */
    void put(ByteBuffer[] buffers, int count) {
        ByteBuf last = null;
        for (int i = 0; i < count; ) {
            int end = i;
            int bytes = 0;
            while (end < count && isCopied(buffers[end])) {
                bytes += buffers[end++].remaining();
            }
            ByteBuf next;
            if (end > i) {
                next = bytes == 0 ? null : StagingBuffer.ofThread().copy(buffers, i, end, bytes);
                i = end;
            } else {
                bytes = buffers[i].remaining();
                next = Unpooled.wrappedBuffer(buffers[i++]);
            }
            if (next != null) {
                given += bytes;
                if (last != null) {
                    channel.write(last, channel.voidPromise());
                }
                last = next;
            }
        }
        if (last != null) {
            batches++;
            unflushed = true;
            channel.write(last).addListener(new Batch(given));
        }
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

    /** Passes to the kernel what it accepts; Netty passes the rest when the socket is writable again. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /** {@return whether something waits for {@link #flush}} */
    boolean unflushed() {
        return unflushed;
    }

    /** {@return whether any buffer is held} */
    boolean holds() {
        return batches > 0;
    }

    /** {@return how many bytes it was ever given} */
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
