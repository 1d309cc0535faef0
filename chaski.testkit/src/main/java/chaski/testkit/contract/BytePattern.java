package chaski.testkit.contract;

import java.nio.ByteBuffer;

/**
 * An endless sequence of random-looking bytes that depends on a seed and the position alone, so that a receiver can
 * check any piece without keeping what was sent. A lost, repeated or moved byte is detected immediately.
 */
final class BytePattern {

    private final long seed;

    BytePattern(long seed) {
        this.seed = seed;
    }

    void fill(long position, byte[] target, int offset, int length) {
        for (int i = 0; i < length; i++) {
            target[offset + i] = at(position + i);
        }
    }

    /** Returns the index within the buffer of the first byte that differs, or -1. */
    int mismatch(long position, ByteBuffer bytes) {
        int start = bytes.position();
        for (int i = start; i < bytes.limit(); i++) {
            if (bytes.get(i) != at(position + i - start)) {
                return i - start;
            }
        }
        return -1;
    }

    private byte at(long position) {
        long z = (seed ^ position) * 0x9E3779B97F4A7C15L;
        return (byte) ((z ^ (z >>> 29)) >>> 17);
    }
}
