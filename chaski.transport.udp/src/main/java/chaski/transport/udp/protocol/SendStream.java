package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.UdpFrames;
import java.nio.ByteBuffer;

/**
 * The outgoing bytes: taken from the source when they are sent for the first time, kept until they are acknowledged, sent again when
 * they are lost.
 */
final class SendStream {

    /** The most that is in flight or waits to be sent again. */
    static final int MOST_KEPT_BYTES = ReceiveStream.LARGEST_WINDOW_BYTES;

    private static final int FIRST_RING_BYTES = 16 << 10;

    /** A smaller piece is not worth its header: it waits for the next packet. */
    private static final int SMALLEST_SPLIT_BYTES = 64;

    private static final byte[] NO_BYTES = new byte[0];

    private final StreamSource source;
    private final Statistics statistics;
    private final LongRanges acked = new LongRanges();
    private final LongRanges lost = new LongRanges();
    private byte[] ring = NO_BYTES;
    private long base;
    private long next;
    private long limit;
    private boolean ending;
    private boolean endSent;
    private boolean endAcked;

    SendStream(StreamSource source, Statistics statistics, long limit) {
        this.source = source;
        this.statistics = statistics;
        this.limit = limit;
    }

    /** The other side accepts more. */
    void limit(long offset) {
        limit = Math.max(limit, offset);
    }

    /** No more bytes follow those in the source. */
    void end() {
        ending = true;
    }

    /** {@return whether everything has arrived, including the end} */
    boolean allAcked() {
        return base == next && source.available() == 0 && (!ending || endAcked);
    }

    /** {@return whether there is something to send now, if the path allows it} */
    boolean hasWork() {
        return !lost.isEmpty() || newBytes() > 0 || endDue();
    }

    /** {@return whether new bytes fill a datagram of that size} */
    boolean fills(int bytes) {
        return newBytes() >= bytes;
    }

    /** Writes what fits: lost pieces first. Returns whether it wrote anything. */
    boolean write(ByteBuffer out, int room, SentPacket packet) {
        int left = room;
        while (!lost.isEmpty() && left > UdpFrames.STREAM_HEADER_BYTES && packet.hasRoom()) {
            long from = lost.from(0);
            int fits = left - UdpFrames.STREAM_HEADER_BYTES;
            int count = (int) Math.min(fits, lost.to(0) - from);
            if (fits < SMALLEST_SPLIT_BYTES && count < lost.to(0) - from) {
                return left < room;
            }
            lost.remove(from, from + count);
            statistics.bytesRetransmitted += count;
            put(out, from, count, packet);
            left -= UdpFrames.STREAM_HEADER_BYTES + count;
        }
        if (lost.isEmpty() && packet.hasRoom()) {
            left -= writeNew(out, left, packet);
        }
        if (endDue() && lost.isEmpty() && left >= UdpFrames.OFFSET_BYTES) {
            UdpFrames.end(out, next);
            packet.end = true;
            endSent = true;
            left -= UdpFrames.OFFSET_BYTES;
        }
        return left < room;
    }

    private int writeNew(ByteBuffer out, int room, SentPacket packet) {
        long available = newBytes();
        int fits = room - UdpFrames.STREAM_HEADER_BYTES;
        if (available == 0 || fits < Math.min(available, SMALLEST_SPLIT_BYTES)) {
            return 0;
        }
        int count = (int) Math.min(fits, available);
        fetch(count);
        put(out, next - count, count, packet);
        return UdpFrames.STREAM_HEADER_BYTES + count;
    }

    void acked(SentPacket packet) {
        for (int i = 0; i < packet.pieces(); i++) {
            if (packet.to(i) > base) {
                acked.add(Math.max(base, packet.from(i)), packet.to(i));
            }
            lost.remove(packet.from(i), packet.to(i));
        }
        if (!acked.isEmpty() && acked.from(0) <= base) {
            base = acked.to(0);
            acked.removeFirst();
        }
        endAcked |= packet.end;
    }

    /** The contents of the packet that have not arrived in another packet must be sent again. */
    void lost(SentPacket packet) {
        for (int i = 0; i < packet.pieces(); i++) {
            long from = Math.max(base, packet.from(i));
            if (from < packet.to(i)) {
                lost.add(from, packet.to(i));
            }
        }
        for (int i = 0; i < acked.count(); i++) {
            lost.remove(acked.from(i), acked.to(i));
        }
        if (packet.end && !endAcked) {
            endSent = false;
        }
    }

    /** Releases memory after a quiet time. */
    void trim() {
        if (base == next) {
            ring = NO_BYTES;
        }
    }

    private boolean endDue() {
        return ending && !endSent && source.available() == 0;
    }

    private long newBytes() {
        long permitted = Math.min(limit, base + MOST_KEPT_BYTES) - next;
        return Math.max(0, Math.min(permitted, source.available()));
    }

    private void fetch(int count) {
        while (next + count - base > ring.length) {
            grow();
        }
        int index = index(next);
        int first = Math.min(count, ring.length - index);
        source.take(ring, index, first);
        if (first < count) {
            source.take(ring, 0, count - first);
        }
        next += count;
    }

    private void put(ByteBuffer out, long from, int count, SentPacket packet) {
        packet.add(from, from + count);
        UdpFrames.stream(out, from, count);
        int index = index(from);
        int first = Math.min(count, ring.length - index);
        out.put(ring, index, first);
        if (first < count) {
            out.put(ring, 0, count - first);
        }
    }

    private void grow() {
        byte[] larger = new byte[Math.max(FIRST_RING_BYTES, 2 * ring.length)];
        for (long at = base; at < next; ) {
            int index = index(at);
            int to = (int) (at & larger.length - 1);
            int count = (int) Math.min(next - at, Math.min(ring.length - index, larger.length - to));
            System.arraycopy(ring, index, larger, to, count);
            at += count;
        }
        ring = larger;
    }

    private int index(long offset) {
        return (int) (offset & ring.length - 1);
    }
}
