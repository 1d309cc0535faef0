package chaski.node.receive;

import chaski.api.ProtocolException;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receiving direction of a session: takes the bytes of the peer's log in order, however links split them, and hands over whole
 * records.
 *
 * <p>There are two positions. <em>Received</em> counts every byte taken and is named by an ATTACH, so that a session resumes inside
 * a record. <em>Handed over</em> counts whole records that were passed to the channels, and is acknowledged.
 *
 * <p>Guarded by its {@link #lock}. Only one link delivers: the one that was last passed to {@link #fence}.
 */
public final class RecordReceiver {

    private static final int GROWTH = 4;
    private static final int LEAST_PARTIAL_BYTES = 4096;

    /** Also guards the state behind {@link Records}; held while a record is handed over. */
    public final ReentrantLock lock = new ReentrantLock();

    private final Records records;
    private @Nullable Object source;
    private @Nullable ByteBuffer partial;

    /** The number of bytes needed next: those of a header, then those of its record. */
    private int wanted;

    private long received;
    private volatile long handedOver;
    private boolean ended;

    public RecordReceiver(Records records) {
        this.records = records;
    }

    /** Takes whole records, with the lock held. */
    public interface Records {

        /**
         * Called with a whole record.
         *
         * @param buffer holds the header at {@code start} and the body between position and limit
         * @param start where the header begins
         */
        void onRecord(ByteBuffer buffer, int start);

        /** Called when everything that has arrived on a link was read. */
        default void onIdle() {}
    }

    /**
     * Makes another link the one that delivers. Bytes of the previous link are ignored from now on.
     *
     * @param next the link's attachment, or {@code null} for none
     * @return the received position, which is final for earlier links
     */
    public long fence(@Nullable Object next) {
        lock.lock();
        try {
            source = next;
            return received;
        } finally {
            lock.unlock();
        }
    }

    /** True if frames outside the log are accepted from a link: the one that delivers, or the auxiliary one. */
    public boolean accepts(Object from, @Nullable Object auxiliary) {
        lock.lock();
        try {
            return (from == source || from == auxiliary) && !ended;
        } finally {
            lock.unlock();
        }
    }

    /** {@return true if a record has been received in part} */
    public boolean isInsideRecord() {
        lock.lock();
        try {
            return received != handedOver;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the position up to which every byte has been received} */
    public long received() {
        lock.lock();
        try {
            return received;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the position up to which every record has been handed over} */
    public long handedOver() {
        return handedOver;
    }

    /** Ends the direction; returns the final position, up to which everything was handed over. */
    public long end() {
        lock.lock();
        try {
            ended = true;
            source = null;
            partial = null;
            return handedOver;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a piece of a DATA frame.
     *
     * @param from the link's attachment; the piece is ignored if that link is fenced
     * @param position the position of the piece in the peer's log
     * @param chunk consumed entirely
     */
    public void data(Object from, long position, ByteBuffer chunk) {
        lock.lock();
        try {
            take(from, position, chunk);
        } catch (Error e) { // such as out of memory: the rest of the chunk is lost, so the log cannot be continued
            throw new BrokenSessionException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Reports that everything that has arrived on a link was read. */
    public void idle() {
        lock.lock();
        try {
            records.onIdle();
        } finally {
            lock.unlock();
        }
    }

    private void take(Object from, long position, ByteBuffer chunk) {
        if (from != source || ended) {
            chunk.position(chunk.limit());
            return;
        }
        if (position > received) {
            throw new ProtocolException("expected DATA at position " + received + ", got " + position);
        }
        long known = Math.min(received - position, chunk.remaining());
        chunk.position(chunk.position() + (int) known);
        received += chunk.remaining();
        long done = handedOver;
        try {
            while (chunk.hasRemaining()) {
                done += partial == null ? direct(chunk) : joined(chunk, partial);
            }
        } finally {
            handedOver = done;
        }
    }

    /** Takes a record that is entirely in the chunk, without copying, or starts to collect it. */
    private int direct(ByteBuffer chunk) {
        int start = chunk.position();
        if (chunk.remaining() >= RecordHeader.BYTES) {
            int length = RecordHeader.check(chunk, start);
            if (chunk.remaining() >= RecordHeader.BYTES + length) {
                return handOver(chunk, start, length);
            }
            keep(chunk, RecordHeader.BYTES + length);
        } else {
            keep(chunk, RecordHeader.BYTES);
        }
        return 0;
    }

    private void keep(ByteBuffer chunk, int wholeBytes) {
        wanted = wholeBytes;
        partial = ByteBuffer.allocate(roomFor(chunk.remaining())).put(chunk);
    }

    /**
     * Memory grows with the bytes that have arrived, whatever length a header announces; once a quarter of the record has arrived,
     * memory for all of it is allocated.
     */
    private int roomFor(int arrived) {
        return Math.min(wanted, Math.max(GROWTH * arrived, LEAST_PARTIAL_BYTES));
    }

    private int joined(ByteBuffer chunk, ByteBuffer begun) {
        ByteBuffer filled = fill(begun, chunk);
        if (filled.position() < wanted) {
            return 0;
        }
        int length = RecordHeader.check(filled, 0);
        int whole = RecordHeader.BYTES + length;
        if (wanted < whole) {
            wanted = whole;
            return 0;
        }
        partial = null;
        filled.flip();
        return handOver(filled, 0, length);
    }

    private ByteBuffer fill(ByteBuffer begun, ByteBuffer chunk) {
        int count = Math.min(wanted - begun.position(), chunk.remaining());
        ByteBuffer filled = begun;
        if (count > begun.remaining()) {
            filled = ByteBuffer.allocate(roomFor(begun.position() + count)).put(begun.flip());
            partial = filled;
        }
        filled.put(filled.position(), chunk, chunk.position(), count);
        filled.position(filled.position() + count);
        chunk.position(chunk.position() + count);
        return filled;
    }

    private int handOver(ByteBuffer buffer, int start, int length) {
        int limit = buffer.limit();
        int end = start + RecordHeader.BYTES + length;
        buffer.limit(end).position(start + RecordHeader.BYTES);
        try {
            records.onRecord(buffer, start);
        } catch (RuntimeException e) {
            throw new BrokenSessionException(e);
        }
        buffer.limit(limit).position(end);
        return end - start;
    }
}
