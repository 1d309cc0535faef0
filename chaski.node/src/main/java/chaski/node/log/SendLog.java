package chaski.node.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The unacknowledged bytes that one side of a session sends: from position <em>acknowledged</em> to <em>end</em>.
 *
 * <p>Guarded by the lock it is given, except {@link #end} and the work of a {@link LogReader}. Space is {@linkplain #reserve
 * reserved} first and {@linkplain #append appended} to later, so that a large message can be written piece by piece while others
 * write in between. A {@linkplain #SLACK_BYTES slack} beyond the limit is kept for the session's own small records.
 */
public final class SendLog {

    /** Space beyond the limit for two of the largest records of the engine itself, which must never wait for a consumer. */
    public static final int SLACK_BYTES = 128 * 1024;

    private final Lock lock;
    private final SegmentPool pool;
    private final long limitBytes;
    private final Runnable whenFreed;
    private final SegmentChain segments = new SegmentChain(this);
    private final LogReaders readers = new LogReaders();
    private long acknowledged;
    private long writeEnd;
    private long reserved;

    private boolean parked;
    private boolean closed;
    private volatile long end;

    /** True if a link still holds acknowledged bytes; it then has to report when it releases them. */
    private volatile boolean lagging;

    /**
     * An empty log.
     *
     * @param lock guards it; links take it briefly when they reach another segment
     * @param pool where the memory comes from
     * @param limitBytes the most unacknowledged bytes
     * @param whenFreed called when memory may be available after the pool refused, under the lock of the log that freed it; must only
     *     schedule a retry
     */
    public SendLog(Lock lock, SegmentPool pool, long limitBytes, Runnable whenFreed) {
        this.lock = lock;
        this.pool = pool;
        this.limitBytes = limitBytes;
        this.whenFreed = whenFreed;
        pool.register();
    }

    /** {@return the position after the last appended byte; readable without the lock} */
    public long end() {
        return end;
    }

    /** {@return the position up to which the peer has acknowledged} */
    public long acknowledged() {
        return acknowledged;
    }

    /**
     * Reserves bytes within the limit; {@link #provide} gets the memory for them.
     *
     * @param bytes how many
     * @return false if there is no room; nothing is reserved then
     */
    public boolean reserve(long bytes) {
        return reserve(bytes, limitBytes);
    }

    private boolean reserve(long bytes, long limit) {
        if (closed || writeEnd - acknowledged + reserved + bytes > limit) {
            return false;
        }
        reserved += bytes;
        return true;
    }

    /** {@return true if there is less memory than was reserved} */
    public boolean lacksMemory() {
        return missing() > 0 || needsSmall();
    }

    /**
     * Gets the memory for what was reserved in several logs, all or nothing: two publishers that each hold half of what they need
     * would deadlock.
     *
     * @param logs the logs, of one pool, with their locks held
     * @param take false to only find out whether there is enough
     * @return true if there is enough; if not, the first log's callback is called once there may be
     */
    public static boolean provide(List<SendLog> logs, boolean take) {
        SendLog first = logs.get(0);
        return SegmentProvision.provide(logs, first.pool, take, first.whenFreed);
    }

    /**
     * Returns how many segments bytes need at least, beyond the one that every log has.
     *
     * @param bytes how many
     * @return the number of further segments
     */
    public static long extraSegments(long bytes) {
        return (bytes - 1) / Segment.BYTES;
    }

    /**
     * Reserves bytes and their memory for a record of the session itself, from the slack if necessary.
     *
     * @param bytes how many
     * @return false if there is no room
     */
    public boolean reserveSlack(long bytes) {
        if (!reserve(bytes, limitBytes + SLACK_BYTES)) {
            return false;
        }
        if (lacksMemory() && !provide(List.of(this), true)) {
            unreserve(bytes);
            return false;
        }
        return true;
    }

    /**
     * Cancels a reservation, or a part of one.
     *
     * @param bytes how many
     */
    public void unreserve(long bytes) {
        reserved -= bytes;
    }

    /**
     * Writes reserved bytes; links see them after the next {@link #publish}.
     *
     * @param bytes from position to limit; left as it is
     */
    public void append(ByteBuffer bytes) {
        int from = bytes.position();
        int left = bytes.remaining();
        while (left > 0) {
            Segment segment = segments.writable(writeEnd);
            int offset = (int) (writeEnd - segment.start);
            int count = Math.min(left, segment.bytes - offset);
            segment.memory.put(offset, bytes, from, count);
            from += count;
            left -= count;
            writeEnd += count;
            reserved -= count;
        }
    }

    /**
     * Returns the memory for the next reserved bytes, to write them in place; {@link #written} must follow.
     *
     * @param bytes how many
     * @return memory positioned at the first of them, or {@code null} if they span two segments: then {@link #append} them
     */
    public @Nullable ByteBuffer claim(int bytes) {
        Segment segment = segments.writable(writeEnd);
        int offset = (int) (writeEnd - segment.start);
        return bytes <= segment.bytes - offset ? segment.writer.position(offset) : null;
    }

    /**
     * Completes a {@link #claim}; links see the bytes after the next {@link #publish}.
     *
     * @param bytes how many
     */
    public void written(int bytes) {
        writeEnd += bytes;
        reserved -= bytes;
    }

    /** Makes everything that was appended visible to links. */
    public void publish() {
        end = writeEnd;
    }

    /**
     * The peer has acknowledged everything up to a position.
     *
     * @param position the position
     * @return false if it had been acknowledged before
     * @throws IllegalArgumentException if it lies beyond the end
     */
    public boolean acknowledge(long position) {
        if (position > writeEnd) {
            throw new IllegalArgumentException("expected an acknowledgement up to " + writeEnd + ", got " + position);
        }
        if (position <= acknowledged) {
            return false;
        }
        acknowledged = position;
        freeSegments();
        return true;
    }

    /**
     * Opens a reader for a link that starts to send.
     *
     * @param position where it starts, acknowledged or later
     * @return the reader; {@link #remove} it once the link holds nothing any more
     */
    public LogReader openReader(long position) {
        LogReader reader = new LogReader(this, position);
        readers.add(reader);
        return reader;
    }

    /**
     * Removes the reader of a link that holds nothing of this log any more.
     *
     * @param reader the reader
     */
    public void remove(LogReader reader) {
        readers.remove(reader);
        freeSegments();
    }

    /**
     * Copies bytes out, to examine records that were not acknowledged.
     *
     * @param position the first byte
     * @param into filled from position to limit
     */
    public void copy(long position, ByteBuffer into) {
        segments.copy(position, into);
    }

    /**
     * Returns whether the bytes from a position on may still be replaced: no link has sent them, and none can start to while the lock
     * is held.
     *
     * @param position acknowledged or later
     * @return true if no link can have read them
     */
    public boolean isUntouched(long position) {
        return !closed && readers.isEmpty() && position >= Math.max(readers.sentBefore(), acknowledged);
    }

    /**
     * Replaces bytes that are {@linkplain #isUntouched untouched}.
     *
     * @param position the first byte
     * @param bytes from position to limit, of which none lies beyond the end
     */
    public void overwrite(long position, ByteBuffer bytes) {
        segments.overwrite(position, bytes);
    }

    /**
     * The session lost its last link, or has one again.
     *
     * @param value true if it has no link
     */
    public void parked(boolean value) {
        if (parked != value && !closed) {
            parked = value;
            pool.parkedChanged(segments.largeCount(), value);
        }
    }

    /** Closes the log; its memory returns to the pool as links release it. */
    public void close() {
        if (!closed) {
            closed = true;
            acknowledged = writeEnd;
            reserved = 0;
            freeSegments();
            pool.unregister();
        }
    }

    /** {@return how many large segments this log has and needs} */
    SegmentPool.Demand demand() {
        return new SegmentPool.Demand(segments.largeCount(), missing(), parked);
    }

    /** How many large segments the reserved bytes need beyond what is there. */
    private int missing() {
        long wanted = writeEnd + reserved;
        if (wanted > segments.end(writeEnd) && isIdle()) {
            segments.restartAt(writeEnd);
        }
        if (needsSmall()) {
            return 0;
        }
        long bytes = Math.max(0, wanted - segments.end(writeEnd));
        return (int) ((bytes + Segment.BYTES - 1) / Segment.BYTES);
    }

    /** True for a log without memory that needs little: its first segment is a small one. */
    boolean needsSmall() {
        return segments.isEmpty() && reserved <= Segment.SMALL_BYTES;
    }

    /**
     * Returns whether everything was acknowledged while the log holds more memory than occasional small records need.
     *
     * @return true if {@link #rest} is worth a try
     */
    public boolean mayRest() {
        return !closed && reserved == 0 && acknowledged == writeEnd && segments.largeCount() > 0;
    }

    /** Returns all memory to the pool if everything was acknowledged and no link holds anything. */
    public void rest() {
        if (mayRest() && isIdle()) {
            giveBack(segments.removeAll());
        }
    }

    /** True if everything was acknowledged and no link holds anything. */
    private boolean isIdle() {
        return acknowledged == writeEnd && readers.lowestHeld(writeEnd) == writeEnd;
    }

    /** Finds the segment of a published position; takes the lock. */
    Segment segmentAt(long position) {
        lock.lock();
        try {
            Segment segment = segments.find(position);
            if (segment != null) {
                return segment;
            }
        } finally {
            lock.unlock();
        }
        throw new IllegalStateException(
                "expected a position from " + acknowledged + " to " + end + ", got " + position);
    }

    /** {@return whether a link that releases bytes has to call {@link #released}; readable without the lock} */
    boolean isLagging() {
        return lagging;
    }

    /** A link has released bytes that were acknowledged before; takes the lock. */
    void released() {
        lock.lock();
        try {
            freeSegments();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the highest position that any open link has sent} */
    public long mostSent() {
        return readers.highestSent(acknowledged);
    }

    /** The lowest position whose memory is needed: not acknowledged, or held by a link. */
    private long kept() {
        return readers.lowestHeld(acknowledged);
    }

    private void freeSegments() {
        long keep = kept();
        if (lagging != keep < acknowledged) {
            lagging = keep < acknowledged;
            keep = kept(); // a link that released before it could see the flag does not report again
        }
        List<Segment> freed = segments.removeBefore(keep, closed);
        if (closed && readers.isEmpty()) {
            freed.addAll(segments.removeAll());
        }
        if (!freed.isEmpty()) {
            giveBack(freed);
        } else if (isIdle()) {
            pool.retryRefused(); // the next message may use the last segment from its first byte on and need one fewer
        }
    }

    void add(Segment segment) {
        segments.add(segment, writeEnd);
    }

    private void giveBack(List<Segment> freed) {
        if (freed.get(0).isSmall()) {
            pool.releaseSmall(freed.remove(0));
        }
        if (!freed.isEmpty()) {
            pool.release(freed, segments.largeCount(), parked);
        }
    }

    @Override
    public String toString() {
        return "log from " + acknowledged + " to " + writeEnd + " of " + limitBytes + ", " + reserved + " reserved, "
                + segments.size() + " segments up to " + segments.end(writeEnd) + ", held from "
                + readers + (parked ? ", parked" : "") + ", " + pool;
    }
}
