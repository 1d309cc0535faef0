package chaski.node.wire;

import java.nio.ByteBuffer;

/** DATA: u64 position, then 1 to 65,536 bytes of the session's log from that position on. */
public final class DataFrame {

    /** The most bytes of the log in one frame; a control frame waits for at most one such frame. */
    public static final int MAX_PAYLOAD = 65_536;

    static final int POSITION_BYTES = Long.BYTES;

    /** Everything before the payload: frame header and position. */
    public static final int HEADER_BYTES = FrameHeader.BYTES + POSITION_BYTES;

    private DataFrame() {}

    /**
     * Writes everything before the payload.
     *
     * @param out where to; {@link #HEADER_BYTES}
     * @param position the position of the payload's first byte
     * @param payloadBytes 1 to {@link #MAX_PAYLOAD}
     */
    public static void encodeHeader(ByteBuffer out, long position, int payloadBytes) {
        checkPosition(position);
        ViolationText.check(
                payloadBytes >= 1 && payloadBytes <= MAX_PAYLOAD, "DATA payload", "1 to 65536 bytes", payloadBytes);
        FrameHeader.put(out, FrameType.DATA, POSITION_BYTES + payloadBytes);
        out.putLong(position);
    }

    /** Keeps position + length from overflowing, at 8 EiB. */
    static void checkPosition(long position) {
        if (position < 0 || position > Long.MAX_VALUE - MAX_PAYLOAD) {
            throw ViolationText.of("DATA position", "0 to 2^63-1-65536", Long.toUnsignedString(position));
        }
    }
}
