package chaski.testkit.network;

import java.nio.ByteBuffer;

/**
 * Bytes in order, in a ring that grows as needed and is dropped when empty, since most lines are idle most of the time.
 */
final class ByteQueue {

    private static final byte[] NONE = {};
    private static final int LEAST_BYTES = 1024;

    private byte[] ring = NONE;
    private int first;
    private int size;

    int size() {
        return size;
    }

    /** Appends the next bytes of a buffer. */
    void add(ByteBuffer from, int count) {
        if (count == 0) {
            return;
        }
        grow(size + count);
        int end = (first + size) % ring.length;
        int upToTheEdge = Math.min(count, ring.length - end);
        from.get(ring, end, upToTheEdge);
        from.get(ring, 0, count - upToTheEdge);
        size += count;
    }

    /** Moves the first bytes into a buffer. */
    void remove(ByteBuffer to, int count) {
        int upToTheEdge = Math.min(count, ring.length - first);
        to.put(ring, first, upToTheEdge);
        to.put(ring, 0, count - upToTheEdge);
        skip(count);
    }

    /** Drops the first bytes. */
    void skip(int count) {
        first += count;
        truncate(size - count);
    }

    /** Drops the last bytes. */
    void truncate(int newSize) {
        size = newSize;
        if (size == 0) {
            ring = NONE;
            first = 0;
        } else {
            first %= ring.length;
        }
    }

    private void grow(int needed) {
        if (needed <= ring.length) {
            return;
        }
        byte[] larger = new byte[Math.max(LEAST_BYTES, Integer.highestOneBit(Math.max(1, needed - 1)) << 1)];
        int upToTheEdge = Math.min(size, ring.length - first);
        System.arraycopy(ring, first, larger, 0, upToTheEdge);
        System.arraycopy(ring, 0, larger, upToTheEdge, size - upToTheEdge);
        ring = larger;
        first = 0;
    }
}
