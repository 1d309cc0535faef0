package chaski.transport.udp;

import chaski.transport.udp.protocol.StreamSource;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bytes that a link was given and has not sent. Buffers are lent until their bytes are copied into a packet for the
 * first time. Confined to the link's I/O thread.
 */
final class UdpSendQueue implements StreamSource {

    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private long given;
    private long taken;

    /** Lends buffers. */
    void put(ByteBuffer[] from, int count) {
        for (int i = 0; i < count; i++) {
            if (from[i].hasRemaining()) {
                given += from[i].remaining();
                buffers.add(from[i].duplicate());
            }
        }
    }

    /** Counts buffers as given and released, without sending them. */
    void discard(ByteBuffer[] from, int count) {
        put(from, count);
        clear();
    }

    /** Drops everything. */
    void clear() {
        buffers.clear();
        taken = given;
    }

    /** {@return how many of all bytes ever given are no longer held} */
    long released() {
        return taken;
    }

    @Override
    public long available() {
        return given - taken;
    }

    @Override
    public void take(byte[] target, int index, int count) {
        int at = index;
        int left = count;
        while (left > 0) {
            ByteBuffer next = buffers.element();
            int part = Math.min(left, next.remaining());
            next.get(target, at, part);
            if (!next.hasRemaining()) {
                buffers.remove();
            }
            at += part;
            left -= part;
        }
        taken += count;
    }
}
