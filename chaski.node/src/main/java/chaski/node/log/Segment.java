package chaski.node.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a log's memory, {@link #BYTES} long, at a position that is a multiple of it.
 *
 * <p>Written by the log's appenders under their lock, and read up to the published end by links without one: a byte is written
 * before the end that covers it is published, and never again before it is freed.
 */
final class Segment {

    static final int SHIFT = 16;

    /** Equals the largest payload of a DATA frame, so that a frame never spans two segments. */
    static final int BYTES = 1 << SHIFT;

    final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES);

    /** The position of the first byte in the log it belongs to now. */
    long start;

    /** The segment after this one; set before an end beyond this segment is published. */
    volatile @Nullable Segment next;
}
