package chaski.node.log;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a log's memory, {@link #BYTES} long, or {@link #SMALL_BYTES}.
 *
 * <p>Written by the log's appenders under their lock, and read up to the published end by links without one: a byte is written
 * before the end that covers it is published, and not again before the segment is freed. A link that returns to a segment first checks
 * that it still belongs to its log and {@linkplain #covers covers} the position: it may have been freed and used elsewhere.
 */
final class Segment {

    static final int SHIFT = 16;

    /** Equals the largest payload of a DATA frame, so that a frame never spans two segments. */
    static final int BYTES = 1 << SHIFT;

    /** For logs of occasional small records, as in sessions without publishers. */
    static final int SMALL_BYTES = 4 << 10;

    final int bytes;
    final ByteBuffer memory;

    /** The same memory for the appenders, which move its position. */
    final ByteBuffer writer;

    /** The position of the first byte in the log it belongs to now; written before {@link #log}. */
    long start;

    /** The segment after this one; a reader may see it late. */
    @Nullable
    volatile Segment next;

    /** The log it belongs to now; written last, so that a thread that sees it also sees the matching start. */
    volatile @Nullable SendLog log;

    private Segment(ByteBuffer memory) {
        this.bytes = memory.capacity();
        this.memory = memory;
        this.writer = memory.duplicate();
    }

    static Segment large(IntFunction<ByteBuffer> memory) {
        return new Segment(memory.apply(BYTES));
    }

    static Segment small(IntFunction<ByteBuffer> memory) {
        return new Segment(memory.apply(SMALL_BYTES));
    }

    boolean isSmall() {
        return bytes == SMALL_BYTES;
    }

    boolean covers(SendLog user, long position) {
        return log == user && position >= start && position - start < bytes;
    }
}
