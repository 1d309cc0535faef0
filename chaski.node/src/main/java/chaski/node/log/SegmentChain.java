package chaski.node.log;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one send log: segments that follow each other without a gap. A small one can only be the first. Guarded by the log's
 * lock.
 */
final class SegmentChain {

    private final SendLog log;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();

    /** The segment that the next byte goes to, or the full one before it. */
    private @Nullable Segment tail;

    SegmentChain(SendLog log) {
        this.log = log;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    int size() {
        return segments.size();
    }

    /** {@return how many large segments there are} */
    int largeCount() {
        Segment first = segments.peekFirst();
        return first != null && first.isSmall() ? segments.size() - 1 : segments.size();
    }

    /**
     * Returns the position after the last byte of memory.
     *
     * @param writeEnd the end of the log, which is the answer for a chain without memory
     */
    long end(long writeEnd) {
        Segment last = segments.peekLast();
        return last == null ? writeEnd : last.start + last.bytes;
    }

    /** Adds a segment to the end of a log whose bytes end at a position. */
    void add(Segment segment, long writeEnd) {
        Segment last = segments.peekLast();
        segment.start = end(writeEnd);
        segment.log = log;
        segments.addLast(segment);
        if (last != null) {
            last.next = segment;
        }
        if (tail == null) {
            tail = segment;
        }
    }

    /** Returns the segment that the byte at the end of the log goes to. */
    Segment writable(long writeEnd) {
        Segment segment = tail;
        if (segment != null && writeEnd - segment.start == segment.bytes) {
            segment = segment.next;
            tail = segment;
        }
        if (segment == null) {
            throw new IllegalStateException("expected memory from provide() before append()");
        }
        return segment;
    }

    /** Moves the only segment of a log without contents to a position, so that a message that fits it needs no other one. */
    void restartAt(long position) {
        Segment only = tail;
        if (only != null && segments.size() == 1) {
            only.start = position;
        }
    }

    /** Returns the segment with a position, or null. */
    @Nullable
    Segment find(long position) {
        for (Segment segment : segments) {
            if (segment.covers(log, position)) {
                return segment;
            }
        }
        return null;
    }

    /** Copies bytes from a position on, as many as the buffer takes. */
    void copy(long position, ByteBuffer into) {
        long from = position;
        for (Segment segment : segments) {
            int offset = (int) Math.max(0, from - segment.start);
            if (offset < segment.bytes && into.hasRemaining()) {
                int count = Math.min(into.remaining(), segment.bytes - offset);
                into.put(into.position(), segment.memory, offset, count);
                into.position(into.position() + count);
                from += count;
            }
        }
    }

    /** Replaces bytes from a position on. */
    void overwrite(long position, ByteBuffer bytes) {
        int from = bytes.position();
        for (Segment segment : segments) {
            long at = position + from - bytes.position();
            if (from < bytes.limit() && segment.covers(log, at)) {
                int offset = (int) (at - segment.start);
                int count = Math.min(bytes.limit() - from, segment.bytes - offset);
                segment.memory.put(offset, bytes, from, count);
                from += count;
            }
        }
    }

    /**
     * Removes the segments that end at or before a position.
     *
     * @param position the lowest position that is needed
     * @param withTail whether the segment that is being written may be removed
     * @return the segments, in order
     */
    List<Segment> removeBefore(long position, boolean withTail) {
        List<Segment> removed = new ArrayList<>(4);
        Segment first = segments.peekFirst();
        while (first != null && first.start + first.bytes <= position && (first != tail || withTail)) {
            removed.add(first);
            segments.removeFirst();
            first = segments.peekFirst();
        }
        return removed;
    }

    /** Removes all segments. */
    List<Segment> removeAll() {
        List<Segment> all = new ArrayList<>(segments);
        segments.clear();
        tail = null;
        return all;
    }
}
