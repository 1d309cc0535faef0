package chaski.node.wire;

import java.nio.ByteBuffer;

/**
 * The header of each record of the log: u32 length of the body that follows, u8 channel, u8 flags, u32 route, u64
 * sequence.
 *
 * <p>The readers take an index, so that a header is read in place; {@link #check} must be called first, once the header
 * is complete.
 */
public final class RecordHeader {

    /** The length of a header. */
    public static final int BYTES = 18;

    /** The most bytes a body may have; longer messages are split. */
    public static final int MAX_BODY = 65_536;

    /** The most bytes the preamble of a route may have. */
    public static final int MAX_PREAMBLE = 4096;

    /** The channel of the session's own records, {@link SessionRecord}. */
    public static final int SESSION_CHANNEL = 0;

    /** The last of the channels that the engine itself uses: membership. */
    public static final int LAST_ENGINE_CHANNEL = 1;

    /** The record begins a message. */
    public static final int FIRST = 1;
    /** The record ends a message. */
    public static final int LAST = 2;
    /** The record opens its route; the body is the preamble. */
    public static final int OPEN = 4;
    /** The record closes its route; no body. */
    public static final int CLOSE = 8;

    /** The first field of a body with FIRST and without LAST: u32 length of the whole message. */
    public static final int TOTAL_BYTES = Integer.BYTES;

    /** Where the length is. */
    public static final int LENGTH_OFFSET = 0;
    /** Where the channel is. */
    public static final int CHANNEL_OFFSET = 4;
    /** Where the flags are. */
    public static final int FLAGS_OFFSET = 5;
    /** Where the route is. */
    public static final int ROUTE_OFFSET = 6;
    /** Where the sequence is. */
    public static final int SEQUENCE_OFFSET = 10;

    private RecordHeader() {}

    /**
     * Writes a header.
     *
     * @param out where to; {@link #BYTES}
     * @param length the length of the body, 0 to {@link #MAX_BODY}
     * @param channel 0 to 255
     * @param flags for channel 0 the kind of record
     * @param route the route's number, 0 to 2^32-1
     * @param sequence the message's number
     */
    public static void encode(ByteBuffer out, int length, int channel, int flags, long route, long sequence) {
        out.putInt(length)
                .put((byte) channel)
                .put((byte) flags)
                .putInt((int) route)
                .putLong(sequence);
    }

    /**
     * Reads the length of the body. Not checked.
     *
     * @param in holds the header
     * @param at the index of its first byte
     * @return the length; negative for 2^31 and more
     */
    public static int length(ByteBuffer in, int at) {
        return in.getInt(at + LENGTH_OFFSET);
    }

    /**
     * Reads the channel.
     *
     * @param in holds the header
     * @param at the index of its first byte
     * @return 0 to 255
     */
    public static int channel(ByteBuffer in, int at) {
        return Byte.toUnsignedInt(in.get(at + CHANNEL_OFFSET));
    }

    /**
     * Reads the flags.
     *
     * @param in holds the header
     * @param at the index of its first byte
     * @return 0 to 255
     */
    public static int flags(ByteBuffer in, int at) {
        return Byte.toUnsignedInt(in.get(at + FLAGS_OFFSET));
    }

    /**
     * Reads the route.
     *
     * @param in holds the header
     * @param at the index of its first byte
     * @return 0 to 2^32-1
     */
    public static long route(ByteBuffer in, int at) {
        return Integer.toUnsignedLong(in.getInt(at + ROUTE_OFFSET));
    }

    /**
     * Reads the sequence.
     *
     * @param in holds the header
     * @param at the index of its first byte
     * @return the number
     */
    public static long sequence(ByteBuffer in, int at) {
        return in.getLong(at + SEQUENCE_OFFSET);
    }

    /**
     * Checks a header by itself: the length for these flags, and that the flags are a valid combination. The session
     * checks that the route is open and the fragment is expected.
     *
     * @param in holds the header
     * @param at the index of its first byte
     * @return the length of the body
     * @throws chaski.api.ProtocolException when it is not the header of a valid record
     */
    public static int check(ByteBuffer in, int at) {
        int length = length(in, at);
        int flags = flags(in, at);
        if (length < 0 || length > MAX_BODY) {
            throw ViolationText.of("record length", "0 to 65536 bytes", Integer.toUnsignedString(length));
        }
        if (channel(in, at) == SESSION_CHANNEL) {
            SessionRecord.check(flags, length);
        } else {
            checkMessage(flags, length);
        }
        return length;
    }

    private static void checkMessage(int flags, int length) {
        switch (flags) {
            case FIRST | LAST -> {}
            case FIRST -> checkLength(length, TOTAL_BYTES + 1, MAX_BODY, "a first fragment");
            case 0, LAST -> checkLength(length, 1, MAX_BODY, "a later fragment");
            case OPEN -> checkLength(length, 0, MAX_PREAMBLE, "OPEN");
            case CLOSE -> checkLength(length, 0, 0, "CLOSE");
            default ->
                throw ViolationText.of(
                        "record flags", "FIRST and LAST, or OPEN, or CLOSE", "0x" + Integer.toHexString(flags));
        }
    }

    private static void checkLength(int length, int min, int max, String what) {
        if (length < min || length > max) {
            throw ViolationText.of("record length of " + what, min + " to " + max + " bytes", length);
        }
    }

    /**
     * Reads the length of the whole message, the first field of the body of a first fragment; the buffer is not
     * changed. The fragment itself starts {@link #TOTAL_BYTES} later.
     *
     * @param body the body of a record with FIRST and without LAST, from position to limit, or the first part of it
     * @param bodyBytes the length of the whole body
     * @return more than the fragment holds, at most 2^31-1; the caller compares with its own limit
     * @throws chaski.api.ProtocolException when it is out of range
     */
    public static int total(ByteBuffer body, int bodyBytes) {
        FrameFields.need(body, TOTAL_BYTES, "message length");
        int total = body.getInt(body.position());
        if (total <= bodyBytes - TOTAL_BYTES) {
            throw ViolationText.of(
                    "message length",
                    "more than the " + (bodyBytes - TOTAL_BYTES) + " bytes of its first fragment, at most 2^31-1",
                    Integer.toUnsignedString(total));
        }
        return total;
    }
}
