package chaski.streamer.wire;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first bytes of a message.
 *
 * <pre>
 * flags       8 bits; 1 = {@link Headers} follow; the others are 0
 * timestamp  64 bits; milliseconds since 1970 by the publisher's wall clock
 * </pre>
 */
public final class MessageHead {

    /** Its length. */
    public static final int BYTES = 9;

    private static final int HEADERS = 1;
    private static final int TIMESTAMP_OFFSET = 1;

    private MessageHead() {}

    /**
     * Overwrites the previous head.
     *
     * @param into a buffer of {@link #BYTES} bytes, big-endian; its position and limit are not changed
     * @param headers true if headers follow
     * @param timestampMs the time of publishing
     */
    public static void encode(ByteBuffer into, boolean headers, long timestampMs) {
        into.put(0, (byte) (headers ? HEADERS : 0)).putLong(TIMESTAMP_OFFSET, timestampMs);
    }

    /**
     * Checks that a message begins with a head.
     *
     * @param message from position to limit
     * @throws ProtocolException when it does not
     */
    public static void check(ByteBuffer message) {
        if (message.remaining() < BYTES || (message.get(message.position()) & ~HEADERS) != 0) {
            throw new ProtocolException("message: expected a head of " + BYTES + " bytes with flags 0 or 1, got "
                    + message.remaining() + " bytes"
                    + (message.hasRemaining() ? " with flags " + (message.get(message.position()) & 0xff) : ""));
        }
    }

    /**
     * Returns whether headers follow.
     *
     * @param message a checked message
     * @return true if they do
     */
    public static boolean hasHeaders(ByteBuffer message) {
        return message.get(message.position()) != 0;
    }

    /**
     * Reads the timestamp.
     *
     * @param message a checked message
     * @return the time of publishing in milliseconds
     */
    public static long timestampMs(ByteBuffer message) {
        long value = message.getLong(message.position() + TIMESTAMP_OFFSET);
        return message.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }
}
