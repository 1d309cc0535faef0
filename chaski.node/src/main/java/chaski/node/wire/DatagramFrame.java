package chaski.node.wire;

import java.nio.ByteBuffer;

/**
 * DATAGRAM: u64 number of the datagram in its session and direction, then one record with a whole message. The body
 * alone is sent in a datagram of the transport; with a frame header before it, it is sent in the stream of a link that
 * carries no datagrams.
 */
public final class DatagramFrame {

    /** The most bytes of the message. */
    public static final int MAX_MESSAGE = 1_100;

    static final int NUMBER_BYTES = Long.BYTES;
    static final int MIN_BODY_BYTES = NUMBER_BYTES + RecordHeader.BYTES;

    /** The most bytes of a body, and so of a datagram of the transport. */
    public static final int MAX_BODY_BYTES = MIN_BODY_BYTES + MAX_MESSAGE;

    /** The most bytes of the frame. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MAX_BODY_BYTES;

    private static final int WHOLE = RecordHeader.FIRST | RecordHeader.LAST;

    private DatagramFrame() {}

    /**
     * Makes a body without a number.
     *
     * @param channel 1 to 255
     * @param route the route's number
     * @param sequence the message's number
     * @param head the first part of the message; left as it is
     * @param body the rest; left as it is
     * @return the body, from position to limit
     */
    public static ByteBuffer body(int channel, long route, long sequence, ByteBuffer head, ByteBuffer body) {
        int length = head.remaining() + body.remaining();
        ByteBuffer out = ByteBuffer.allocate(MIN_BODY_BYTES + length).putLong(0);
        RecordHeader.encode(out, length, channel, WHOLE, route, sequence);
        return out.put(head.duplicate()).put(body.duplicate()).flip();
    }

    /**
     * Sets the number of a body.
     *
     * @param body the body
     * @param number 1 and more
     */
    public static void number(ByteBuffer body, long number) {
        body.putLong(body.position(), number);
    }

    /**
     * Writes the frame.
     *
     * @param body the body with its number; left as it is
     * @param out where to
     */
    public static void encode(ByteBuffer body, ByteBuffer out) {
        FrameHeader.put(out, FrameType.DATAGRAM, body.remaining());
        out.put(body.duplicate());
    }

    /**
     * Reads the number, and checks the record behind it.
     *
     * @param body the body, from position to limit; left as it is
     * @return the number
     * @throws chaski.api.ProtocolException when it is no DATAGRAM
     */
    public static long number(ByteBuffer body) {
        if (body.remaining() < MIN_BODY_BYTES || body.remaining() > MAX_BODY_BYTES) {
            throw ViolationText.of(
                    "DATAGRAM length", MIN_BODY_BYTES + " to " + MAX_BODY_BYTES + " bytes", body.remaining());
        }
        long number = body.getLong(body.position());
        ViolationText.check(number > 0, "DATAGRAM number", "1 to 2^63-1", number);
        int record = record(body);
        int length = RecordHeader.check(body, record);
        ViolationText.check(
                RecordHeader.channel(body, record) != RecordHeader.SESSION_CHANNEL,
                "DATAGRAM channel",
                "1 to 255",
                RecordHeader.SESSION_CHANNEL);
        ViolationText.check(
                RecordHeader.flags(body, record) == WHOLE,
                "DATAGRAM flags",
                "FIRST and LAST",
                RecordHeader.flags(body, record));
        FrameFields.exactly(body, MIN_BODY_BYTES + length, "DATAGRAM");
        return number;
    }

    /**
     * Returns where the record begins.
     *
     * @param body the body
     * @return the index of its header
     */
    public static int record(ByteBuffer body) {
        return body.position() + NUMBER_BYTES;
    }

    /**
     * Moves past the header of the record.
     *
     * @param body the body
     */
    public static void toMessage(ByteBuffer body) {
        body.position(body.position() + MIN_BODY_BYTES);
    }
}
