package chaski.node.simulation;

import java.nio.ByteBuffer;

/**
 * The contents of messages: bytes that are determined by publisher, sequence and length, so that the receiver can
 * distinguish each from any other.
 */
final class Body {

    static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

    private Body() {}

    static ByteBuffer head(long sequence, int bodyLength) {
        return ByteBuffer.allocate(HEAD_BYTES)
                .putLong(sequence)
                .putInt(bodyLength)
                .flip();
    }

    static ByteBuffer body(String publisher, long sequence, int length) {
        ByteBuffer body = ByteBuffer.allocate(length);
        long next = start(publisher, sequence);
        while (body.remaining() >= Long.BYTES) {
            body.putLong(next);
            next += STEP;
        }
        while (body.hasRemaining()) {
            body.put((byte) next++);
        }
        return body.flip();
    }

    /** The error in a message as it arrived, or nothing. */
    static String fault(String publisher, long sequence, ByteBuffer message) {
        if (message.remaining() < HEAD_BYTES) {
            return "has only " + message.remaining() + " bytes";
        }
        long reported = message.getLong();
        int length = message.getInt();
        if (reported != sequence || length != message.remaining()) {
            return "names sequence " + reported + " and length " + length + ", has length " + message.remaining();
        }
        return message.equals(body(publisher, sequence, length)) ? "" : "has other contents than were sent";
    }

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private static long start(String publisher, long sequence) {
        return publisher.hashCode() * 31L + sequence * 1_000_003L;
    }
}
