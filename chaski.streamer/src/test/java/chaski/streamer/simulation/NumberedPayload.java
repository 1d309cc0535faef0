package chaski.streamer.simulation;

import java.nio.ByteBuffer;

/**
 * Payloads determined by a key, a number and a length, so that each can be distinguished from any other and checked.
 */
final class NumberedPayload {

    static final int LEAST_BYTES = 2 * Long.BYTES;

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private NumberedPayload() {}

    static byte[] of(long key, long number, int length) {
        ByteBuffer payload = ByteBuffer.allocate(Math.max(LEAST_BYTES, length));
        payload.putLong(key).putLong(number);
        long next = key * 31 + number * 1_000_003;
        while (payload.remaining() >= Long.BYTES) {
            payload.putLong(next);
            next += STEP;
        }
        while (payload.hasRemaining()) {
            payload.put((byte) next++);
        }
        return payload.array();
    }

    static long key(ByteBuffer payload) {
        return payload.getLong(payload.position());
    }

    static long number(ByteBuffer payload) {
        return payload.getLong(payload.position() + Long.BYTES);
    }
}
