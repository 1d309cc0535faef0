package chaski.transport.udp.protocol;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The incoming bytes, in order. Bytes that arrive in order are passed on unchanged; those that arrive too early are
 * kept, within the granted window.
 */
final class ReceiveStream {

    /** Granted before the link is started: nothing is consumed yet. */
    static final int FIRST_WINDOW_BYTES = 64 << 10;

    /** Granted beyond what was passed on, unless that limits the sender. */
    static final int WINDOW_BYTES = 1 << 20;

    /** Granted at most: 40 MB/s with a round-trip time of 100 ms. A peer can make this side keep as much. */
    static final int LARGEST_WINDOW_BYTES = 4 << 20;

    /**
     * The most gaps that are tracked. A peer that sends every other byte creates any number; beyond this its packets
     * are ignored.
     */
    private static final int MAX_RANGES = 1024;

    private static final int FIRST_RING_BYTES = 16 << 10;

    private static final byte[] NO_BYTES = new byte[0];

    private final LongRanges early = new LongRanges();
    private byte[] ring = NO_BYTES;
    private long taken;
    private long granted = FIRST_WINDOW_BYTES;
    private long windowBytes = WINDOW_BYTES;
    private long grantedNs = Long.MIN_VALUE;
    private long end = -1;
    private boolean open;
    private boolean grantDue;

    /** What to do with a piece. */
    enum Verdict {
        TAKEN,
        /** Ignore the packet: it must be sent again later. */
        NO_ROOM,
        /** The peer violates the protocol. */
        WRONG
    }

    /** From now on bytes are passed on. */
    void open() {
        open = true;
        grantDue = true;
    }

    /** Checks a piece without keeping anything. */
    Verdict judge(long offset, int length) {
        long to = offset + length;
        if (to > granted || (end >= 0 && to > end)) {
            return Verdict.WRONG;
        }
        boolean direct = open && offset <= taken;
        boolean crowded = early.count() >= MAX_RANGES && to > taken && early.wouldGrow(Math.max(offset, taken), to);
        return !direct && crowded ? Verdict.NO_ROOM : Verdict.TAKEN;
    }

    /** Processes a piece that was checked. */
    void take(long offset, ByteBuffer bytes, Consumer<ByteBuffer> sink) {
        long to = offset + bytes.remaining();
        if (to <= taken) {
            return;
        }
        if (offset < taken) {
            bytes.position(bytes.position() + (int) (taken - offset));
        }
        long from = Math.max(offset, taken);
        if (open && from == taken) {
            advance(to);
            sink.accept(bytes);
            handOn(sink);
        } else {
            keep(from, to, bytes);
        }
    }

    /** Passes on what is in order. */
    void handOn(Consumer<ByteBuffer> sink) {
        while (open && !early.isEmpty() && early.from(0) <= taken) {
            int index = index(taken);
            int count = (int) Math.min(early.to(0) - taken, ring.length - index);
            advance(taken + count);
            sink.accept(ByteBuffer.wrap(ring, index, count).slice());
        }
    }

    /** Notes the length of the stream; {@code false} when it contradicts what is known. */
    boolean end(long offset) {
        long highest = early.isEmpty() ? taken : Math.max(taken, early.to(early.count() - 1));
        if ((end >= 0 && end != offset) || offset < highest || offset > granted) {
            return false;
        }
        end = offset;
        return true;
    }

    /** {@return whether everything up to the end was passed on} */
    boolean atEnd() {
        return end >= 0 && taken == end;
    }

    /** {@return whether a grant should be sent} */
    boolean grantDue() {
        return grantDue || halfUsed();
    }

    /** The grant that was sent is lost. */
    void grantLost() {
        grantDue = true;
    }

    /**
     * Grants as much as there is room for, and returns the new limit. If half of the window is used within two round trips, it limits the
     * sender, and is doubled.
     *
     * @param nowNs the time
     * @param rttNs the round-trip time
     */
    long grant(long nowNs, long rttNs) {
        if (halfUsed() && windowBytes < LARGEST_WINDOW_BYTES && grantedNs > nowNs - 2 * rttNs) {
            windowBytes *= 2;
        }
        grantDue = false;
        grantedNs = nowNs;
        granted = Math.max(granted, taken + windowBytes);
        return granted;
    }

    private boolean halfUsed() {
        return open && end < 0 && taken + windowBytes - granted >= windowBytes / 2;
    }

    /** Drops everything; nothing is passed on any more. */
    void close() {
        open = false;
        early.clear();
        ring = NO_BYTES;
    }

    /** Releases memory after a quiet time. */
    void trim() {
        if (early.isEmpty()) {
            ring = NO_BYTES;
        }
    }

    private void advance(long to) {
        taken = to;
        early.removeBelow(to);
    }

    private void keep(long from, long to, ByteBuffer bytes) {
        while (to - taken > ring.length) {
            grow();
        }
        early.add(from, to);
        for (long at = from; at < to; ) {
            int index = index(at);
            int count = (int) Math.min(to - at, ring.length - index);
            bytes.get(ring, index, count);
            at += count;
        }
    }

    private void grow() {
        byte[] larger = new byte[Math.max(FIRST_RING_BYTES, 2 * ring.length)];
        for (int i = 0; i < early.count(); i++) {
            for (long at = early.from(i); at < early.to(i); ) {
                int index = index(at);
                int to = (int) (at & larger.length - 1);
                int count = (int) Math.min(early.to(i) - at, Math.min(ring.length - index, larger.length - to));
                System.arraycopy(ring, index, larger, to, count);
                at += count;
            }
        }
        ring = larger;
    }

    private int index(long offset) {
        return (int) (offset & ring.length - 1);
    }
}
