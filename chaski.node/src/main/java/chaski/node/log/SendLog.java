package chaski.node.log;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a session has to say: bytes from position <em>acknowledged</em> to <em>end</em>.
 *
 * <p>Guarded by the lock it is given, {@link #end} and what a {@link LogReader} does excepted. Space is {@linkplain #reserve
 * reserved} first and {@linkplain #append appended} to later, so that a large message can be written piece by piece while others
 * write in between. A {@linkplain #SLACK_BYTES slack} beyond the limit is kept for the session's own small records.
 */
public final class SendLog {

    /** Beyond the limit, for records of the engine itself, two of the largest: they must never wait for a consumer. */
    public static final int SLACK_BYTES = 128 * 1024;

    private final Lock lock;
    private final SegmentPool pool;
    private final long limitBytes;
    private final Runnable whenFreed;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final List<LogReader> readers = new ArrayList<>();
    private @Nullable Segment tail;
    private long acknowledged;
    private long writeEnd;
    private long reserved;

    /** Up to where links that are gone have sent. */
    private long sentBefore;

    private boolean parked;
    private boolean closed;
    private volatile long end;

    /** Whether something is confirmed that a link still holds; then the link has to say when it does no longer. */
    private volatile boolean lagging;

    /**
     * An empty log.
     *
     * @param lock guards it; taken by links for a moment when they come to another piece of memory
     * @param pool where the memory comes from
     * @param limitBytes the most bytes not acknowledged
     * @param whenFreed called when memory may be had after the pool refused, under the lock of the log that freed it; must only hand
     *     the news on
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

    /** {@return the position up to which the peer has confirmed} */
    public long acknowledged() {
        return acknowledged;
    }

    /**
     * Sets bytes aside, within the limit; memory for them comes with {@link #provide}.
     *
     * @param bytes how many
     * @return whether there is room; if not, nothing is set aside
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

    /** {@return whether there is less memory than was set aside} */
    public boolean lacksMemory() {
        return missing() > 0 || needsSmall();
    }

    /**
     * Gets the memory for what was set aside in several logs, for all or for none: who keeps half of what he needs may wait for
     * another who does, too.
     *
     * @param logs the logs, of one pool, with their locks held
     * @param take whether to take it; if not, this only tells
     * @return whether there is enough; if not, the first one is called back when there may be
     */
    public static boolean provide(List<SendLog> logs, boolean take) {
        SendLog first = logs.get(0);
        List<SegmentPool.Want> wants = new ArrayList<>(logs.size());
        for (SendLog log : logs) {
            wants.add(new SegmentPool.Want(log.large(), log.missing(), log.parked));
        }
        int smallCount = take ? (int) logs.stream().filter(SendLog::needsSmall).count() : 0;
        List<Segment> small = first.pool.acquireSmall(smallCount, first.whenFreed);
        List<Segment> given = small == null ? null : first.pool.acquire(wants, take, first.whenFreed);
        if (small == null || given == null) {
            if (small != null) {
                small.forEach(first.pool::releaseSmall);
            }
            return false;
        }
        if (!take) {
            return true;
        }
        int next = 0;
        int nextSmall = 0;
        for (int i = 0; i < wants.size(); i++) {
            if (logs.get(i).needsSmall()) {
                logs.get(i).chain(small.get(nextSmall++));
            }
            for (int j = 0; j < wants.get(i).count(); j++) {
                logs.get(i).chain(given.get(next++));
            }
        }
        return true;
    }

    /**
     * Tells how much memory bytes take at least.
     *
     * @param bytes how many
     * @return how many pieces of memory, the first one not counted, which every log has
     */
    public static long extraSegments(long bytes) {
        return (bytes - 1) / Segment.BYTES;
    }

    /**
     * Sets bytes aside for the session itself, out of the slack if need be.
     *
     * @param bytes how many
     * @return whether there is room
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
     * Gives back what was set aside and is not needed after all.
     *
     * @param bytes how many
     */
    public void unreserve(long bytes) {
        reserved -= bytes;
    }

    /**
     * Writes bytes that were set aside; they are sent from the next {@link #publish} on.
     *
     * @param bytes from position to limit; left as it is
     */
    public void append(ByteBuffer bytes) {
        int from = bytes.position();
        int left = bytes.remaining();
        while (left > 0) {
            Segment segment = writable();
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
     * Gives the memory for the next bytes that were set aside, to be written in place; {@link #written} must follow.
     *
     * @param bytes how many
     * @return memory whose position is where the first of them goes, or {@code null} when they do not lie in one piece: then
     *     {@link #append} them
     */
    public @Nullable ByteBuffer claim(int bytes) {
        Segment segment = writable();
        int offset = (int) (writeEnd - segment.start);
        return bytes <= segment.bytes - offset ? segment.writer.position(offset) : null;
    }

    /**
     * Bytes were written into what {@link #claim} gave; they are sent from the next {@link #publish} on.
     *
     * @param bytes how many
     */
    public void written(int bytes) {
        writeEnd += bytes;
        reserved -= bytes;
    }

    /** Lets links see what was appended. */
    public void publish() {
        end = writeEnd;
    }

    /**
     * The peer has confirmed.
     *
     * @param position up to here
     * @return whether that is news
     * @throws IllegalArgumentException when it lies beyond the end
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
     * Opens a place for a link that begins to send.
     *
     * @param position where it begins, acknowledged or later
     * @return the reader; {@link #remove} it when the link holds nothing any more
     */
    public LogReader openReader(long position) {
        LogReader reader = new LogReader(this, position);
        readers.add(reader);
        return reader;
    }

    /**
     * A link holds nothing of this log any more.
     *
     * @param reader its place
     */
    public void remove(LogReader reader) {
        readers.remove(reader);
        sentBefore = Math.max(sentBefore, reader.sent());
        freeSegments();
    }

    /**
     * Copies bytes out, for looking at records that were not confirmed.
     *
     * @param position the first byte
     * @param into filled from position to limit
     */
    public void copy(long position, ByteBuffer into) {
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

    /**
     * Tells whether what stands at a position is still nobody's but the appenders': no link has sent it, and none can begin to while
     * the lock is held.
     *
     * @param position acknowledged or later
     * @return whether
     */
    public boolean isUntouched(long position) {
        return !closed && readers.isEmpty() && position >= Math.max(sentBefore, acknowledged);
    }

    /**
     * Writes other bytes over what is {@linkplain #isUntouched untouched}.
     *
     * @param position the first byte
     * @param bytes from position to limit, of which none lies beyond the end
     */
    public void overwrite(long position, ByteBuffer bytes) {
        int from = bytes.position();
        for (Segment segment : segments) {
            long at = position + from - bytes.position();
            if (from < bytes.limit() && segment.covers(this, at)) {
                int offset = (int) (at - segment.start);
                int count = Math.min(bytes.limit() - from, segment.bytes - offset);
                segment.memory.put(offset, bytes, from, count);
                from += count;
            }
        }
    }

    /**
     * Tells the pool whether the session has a link.
     *
     * @param value whether it has none
     */
    public void parked(boolean value) {
        if (parked != value && !closed) {
            parked = value;
            pool.parkedChanged(large(), value);
        }
    }

    /** Ends the log; its memory goes back to the pool as links let it go. */
    public void close() {
        if (!closed) {
            closed = true;
            acknowledged = writeEnd;
            reserved = 0;
            freeSegments();
            pool.unregister();
        }
    }

    /** How many large segments what was set aside needs beyond what is there. */
    private int missing() {
        long wanted = writeEnd + reserved;
        if (wanted > memoryEnd() && isIdle()) {
            beginAnew();
        }
        if (needsSmall()) {
            return 0;
        }
        long bytes = Math.max(0, wanted - memoryEnd());
        return (int) ((bytes + Segment.BYTES - 1) / Segment.BYTES);
    }

    /** A log without memory that is to hold little begins with a small segment. */
    private boolean needsSmall() {
        return segments.isEmpty() && reserved <= Segment.SMALL_BYTES;
    }

    /** How many large segments it has; a small one is the first if there is one. */
    private int large() {
        Segment first = segments.peekFirst();
        return first != null && first.isSmall() ? segments.size() - 1 : segments.size();
    }

    private long memoryEnd() {
        Segment last = segments.peekLast();
        return last == null ? writeEnd : last.start + last.bytes;
    }

    /**
     * Tells whether everything was confirmed, and there is more memory than it takes to say a little now and then.
     *
     * @return true if {@link #rest} is worth a try
     */
    public boolean mayRest() {
        return !closed && reserved == 0 && acknowledged == writeEnd && large() > 0;
    }

    /** Gives its memory back, if everything was confirmed and no link holds anything. */
    public void rest() {
        if (mayRest() && isIdle()) {
            List<Segment> all = new ArrayList<>(segments);
            segments.clear();
            tail = null;
            giveBack(all);
        }
    }

    /** Whether everything was confirmed and no link holds anything. */
    private boolean isIdle() {
        return acknowledged == writeEnd && readers.stream().allMatch(r -> r.heldFrom() >= writeEnd);
    }

    /** An idle log uses the piece it has from its first byte on, so that a message that fits into one needs no more. */
    private void beginAnew() {
        Segment only = tail;
        if (only != null && segments.size() == 1) {
            only.start = writeEnd;
        }
    }

    private void chain(Segment segment) {
        Segment last = segments.peekLast();
        segment.start = memoryEnd();
        segment.log = this;
        segments.addLast(segment);
        if (last != null) {
            last.next = segment;
        }
        if (tail == null) {
            tail = segment;
        }
    }

    private Segment writable() {
        Segment segment = tail;
        if (segment != null && writeEnd - segment.start == segment.bytes) {
            segment = segment.next;
            tail = segment;
        }
        if (segment == null) {
            throw new IllegalStateException("append without reserve");
        }
        return segment;
    }

    /** Finds the memory of a published position; takes the lock. */
    Segment segmentAt(long position) {
        lock.lock();
        try {
            for (Segment segment : segments) {
                if (segment.covers(this, position)) {
                    return segment;
                }
            }
        } finally {
            lock.unlock();
        }
        throw new IllegalStateException(
                "expected a position from " + acknowledged + " to " + end + ", got " + position);
    }

    /** {@return whether a link that lets bytes go has to call {@link #released}; readable without the lock} */
    boolean isLagging() {
        return lagging;
    }

    /** A link has let bytes go that were confirmed before; takes the lock. */
    void released() {
        lock.lock();
        try {
            freeSegments();
        } finally {
            lock.unlock();
        }
    }

    /** {@return up to where some link has sent} */
    public long mostSent() {
        return readers.stream().mapToLong(LogReader::sent).reduce(acknowledged, Math::max);
    }

    /** From where on bytes are not confirmed or held by a link. */
    private long kept() {
        long keep = acknowledged;
        for (LogReader reader : readers) {
            keep = Math.min(keep, reader.heldFrom());
        }
        return keep;
    }

    private void freeSegments() {
        long keep = kept();
        if (lagging != keep < acknowledged) {
            lagging = keep < acknowledged;
            keep = kept(); // a link that let go before it could see the mark does not come again
        }
        List<Segment> freed = new ArrayList<>(4);
        Segment first = segments.peekFirst();
        while (first != null && first.start + first.bytes <= keep && (first != tail || closed)) {
            freed.add(first);
            segments.removeFirst();
            first = segments.peekFirst();
        }
        if (closed && readers.isEmpty()) {
            freed.addAll(segments);
            segments.clear();
            tail = null;
        }
        if (!freed.isEmpty()) {
            giveBack(freed);
        } else if (isIdle()) {
            pool.retryRefused(); // the next message may use the last piece from its first byte on, and so need one
            // piece less
        }
    }

    private void giveBack(List<Segment> freed) {
        if (freed.get(0).isSmall()) {
            pool.releaseSmall(freed.remove(0));
        }
        if (!freed.isEmpty()) {
            pool.release(freed, large(), parked);
        }
    }

    @Override
    public String toString() {
        return "log from " + acknowledged + " to " + writeEnd + " of " + limitBytes + ", " + reserved + " set aside, "
                + segments.size() + " pieces up to " + memoryEnd() + ", held from "
                + readers.stream().map(LogReader::heldFrom).toList() + (parked ? ", parked" : "") + ", " + pool;
    }
}
