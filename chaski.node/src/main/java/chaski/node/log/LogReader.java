package chaski.node.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One link's position in a {@link SendLog}: what it has sent, and what it still holds.
 *
 * <p>Confined to the link's I/O thread; {@link #heldFrom} and {@link #sent} may be read by any thread. It reads only below the
 * published end, and nothing at or above {@code heldFrom} is freed while it is registered. It therefore needs the appenders' lock only
 * to find its first segment, and a later one that was not yet linked when the one before was used up.
 */
public final class LogReader {

    private static final int MAX_ENTRIES = 64;

    private final SendLog log;
    private final long[] linkEnds = new long[MAX_ENTRIES];
    private final long[] logStarts = new long[MAX_ENTRIES];
    private int head;
    private int count;
    private @Nullable Segment segment;
    private volatile long sent;
    private volatile long heldFrom;

    LogReader(SendLog log, long position) {
        this.log = log;
        this.sent = position;
        this.heldFrom = position;
    }

    /** {@return the position after the last byte given to the link} */
    public long sent() {
        return sent;
    }

    /** {@return the lowest position whose memory the link may still read} */
    public long heldFrom() {
        return heldFrom;
    }

    /** {@return true if there are bytes to send} */
    public boolean hasMore() {
        return sent < log.end();
    }

    /**
     * Takes the next bytes to send, as far as they lie in one segment. The bytes are held until {@link #released}.
     *
     * @param linkEnd how many bytes the link will have received once the frame header is written; the length of the result is added here
     * @return the bytes, 1 to 64 KiB; only after {@link #hasMore}
     */
    public ByteBuffer take(long linkEnd) {
        long from = sent;
        Segment here = current(from);
        int offset = (int) (from - here.start);
        int length = (int) Math.min(log.end() - from, here.bytes - offset);
        ByteBuffer view = here.memory.duplicate();
        view.limit(offset + length).position(offset);
        if (offset + length == here.bytes) {
            // Without the lock, which would block appenders: nothing ahead of a reader is freed.
            segment = here.next;
        }
        hold(from, linkEnd + length);
        sent = from + length;
        return view;
    }

    /**
     * The link has released bytes.
     *
     * @param linkTotal how many of all bytes it has received so far
     */
    public void released(long linkTotal) {
        while (count > 0 && linkEnds[head] <= linkTotal) {
            head = (head + 1) % MAX_ENTRIES;
            count--;
        }
        heldFrom = count == 0 ? sent : logStarts[head];
        if (log.isLagging()) {
            log.released();
        }
    }

    private void hold(long start, long linkEnd) {
        if (count == MAX_ENTRIES) { // merge with the newest entry: released later than possible, never earlier
            linkEnds[(head + count - 1) % MAX_ENTRIES] = linkEnd;
            return;
        }
        int at = (head + count) % MAX_ENTRIES;
        linkEnds[at] = linkEnd;
        logStarts[at] = start;
        count++;
    }

    private Segment current(long position) {
        Segment here = segment;
        if (here == null || !here.covers(log, position)) {
            here = log.segmentAt(position);
            segment = here;
        }
        return here;
    }
}
