package chaski.testkit.hostile;

import chaski.api.transport.Link;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a {@link HostilePeer} sends on its link: frames in order, and datagrams beside them. Thread-safe. */
final class HostileSendQueue {

    private static final int MAX_HELD_BYTES = 1 << 20;
    private static final int DATA_BYTES = 1 << 16;

    private final Link link;

    // guarded by this
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private final Deque<ByteBuffer> datagrams = new ArrayDeque<>();
    private long writtenBytes;
    private long releasedBytes;

    HostileSendQueue(Link link) {
        this.link = link;
    }

    /** Adds bytes that are sent in this order; {@link #flush} must follow. */
    synchronized void add(byte[] bytes) {
        unsent.add(ByteBuffer.wrap(bytes));
    }

    /** Adds frames that are sent in this order, with nothing between them; {@link #flush} must follow. */
    synchronized void add(HostileFrame... frames) {
        for (HostileFrame frame : frames) {
            add(frame.bytes());
        }
    }

    /** Adds a piece of a log as DATA; {@link #flush} must follow. */
    synchronized void addLog(long position, byte[] bytes) {
        for (int from = 0; from < bytes.length; from += DATA_BYTES) {
            byte[] part = new byte[Math.min(DATA_BYTES, bytes.length - from)];
            System.arraycopy(bytes, from, part, 0, part.length);
            add(HostileFrames.data(position + from, part).bytes());
        }
    }

    /** Adds a datagram; {@link #flush} must follow. */
    synchronized void addDatagram(byte[] bytes) {
        datagrams.add(ByteBuffer.wrap(bytes));
    }

    /** Requests that the link be written. */
    void flush() {
        link.requestWrite();
    }

    /** Writes to the link as much as it may hold; on the link's I/O thread. */
    void write() {
        ByteBuffer[] buffers;
        Deque<ByteBuffer> beside;
        synchronized (this) {
            Deque<ByteBuffer> next = new ArrayDeque<>();
            while (!unsent.isEmpty() && writtenBytes - releasedBytes < MAX_HELD_BYTES) {
                ByteBuffer buffer = unsent.remove();
                writtenBytes += buffer.remaining();
                next.add(buffer);
            }
            buffers = next.toArray(ByteBuffer[]::new);
            beside = new ArrayDeque<>(datagrams);
            datagrams.clear();
        }
        link.write(buffers, buffers.length);
        for (ByteBuffer datagram : beside) {
            if (datagram.remaining() <= link.largestDatagramBytes()) {
                link.sendDatagram(datagram);
            }
        }
    }

    /** The link has released what it was given up to this total. */
    void released(long totalBytes) {
        boolean more;
        synchronized (this) {
            releasedBytes = totalBytes;
            more = !unsent.isEmpty();
        }
        if (more) {
            flush();
        }
    }

    /** Drops what was not sent. */
    synchronized void clear() {
        unsent.clear();
    }

    /** True if everything that was added has been sent. */
    synchronized boolean isEmpty() {
        return unsent.isEmpty() && releasedBytes == writtenBytes;
    }
}
