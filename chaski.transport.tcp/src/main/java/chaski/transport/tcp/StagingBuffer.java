package chaski.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;

/**
 * Direct memory for small copies. Pieces are allocated from one chunk after the other, and a chunk of which no piece is
 * in use is reused. Copies are mostly passed to the kernel immediately, so that one chunk is enough. Confined to one
 * I/O thread.
 *
 * <p>It replaces Netty's pooled allocator, which is made for buffers of every size and lifetime, and whose first use on an I/O thread
 * starts the flight recorder of the JDK, which takes most of a second.
 */
final class StagingBuffer {

    /** Small, because a piece that is not sent keeps its chunk. */
    private static final int CHUNK_BYTES = 16 * 1024;

    /** Larger copies get their own memory. */
    private static final int PIECE_MAX_BYTES = CHUNK_BYTES / 4;

    private static final FastThreadLocal<StagingBuffer> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected StagingBuffer initialValue() {
            return new StagingBuffer();
        }

        @Override
        protected void onRemoval(StagingBuffer staging) {
            staging.chunk.release();
        }
    };

    private ByteBuf chunk = newChunk();

    private StagingBuffer() {}

    /** {@return the one of the calling thread} */
    static StagingBuffer ofThread() {
        return OF_THREAD.get();
    }

    /**
     * Copies buffers into one, in order, and leaves them as they are.
     *
     * @param buffers holds the buffers
     * @param from the index of the first
     * @param to the index after the last
     * @param bytes how many bytes they have together
     */
    ByteBuf copy(ByteBuffer[] buffers, int from, int to, int bytes) {
        ByteBuf copy = bytes <= PIECE_MAX_BYTES ? piece(bytes) : Unpooled.directBuffer(bytes, bytes);
        for (int i = from; i < to; i++) {
            int position = buffers[i].position();
            copy.writeBytes(buffers[i]);
            buffers[i].position(position);
        }
        return copy;
    }

    private ByteBuf piece(int bytes) {
        if (chunk.refCnt() == 1) {
            chunk.clear();
        } else if (chunk.writableBytes() < bytes) {
            chunk.release();
            chunk = newChunk();
        }
        int start = chunk.writerIndex();
        chunk.writerIndex(start + bytes);
        return chunk.retainedSlice(start, bytes).clear();
    }

    private static ByteBuf newChunk() {
        return Unpooled.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
    }
}
