package chaski.node.wire;

import java.nio.ByteBuffer;

/** PING and PONG: u64 id, then 0 to 16,384 bytes that only make the frame longer; a PONG has the id and the length of its PING. */
public final class PingFrame {

    /** The most bytes after the id. */
    public static final int MAX_PAYLOAD = 16_384;

    static final int MIN_BODY_BYTES = Long.BYTES;

    /** The bytes of a frame without payload. */
    public static final int EMPTY_BYTES = FrameHeader.BYTES + MIN_BODY_BYTES;

    private static final byte[] ZEROS = new byte[1024];

    private PingFrame() {}

    /**
     * Writes a PING.
     *
     * @param out where to; {@link #EMPTY_BYTES} and the payload
     * @param id distinguishes its PONG from others
     * @param payloadBytes 0 to {@link #MAX_PAYLOAD}, sent as zeros
     */
    public static void encodePing(ByteBuffer out, long id, int payloadBytes) {
        encode(FrameType.PING, out, id, payloadBytes);
    }

    /**
     * Writes a PONG.
     *
     * @param out where to; {@link #EMPTY_BYTES} and the payload
     * @param id from the PING
     * @param payloadBytes from the PING
     */
    public static void encodePong(ByteBuffer out, long id, int payloadBytes) {
        encode(FrameType.PONG, out, id, payloadBytes);
    }

    private static void encode(int type, ByteBuffer out, long id, int payloadBytes) {
        checkPayload(payloadBytes);
        FrameHeader.put(out, type, MIN_BODY_BYTES + payloadBytes);
        out.putLong(id);
        for (int left = payloadBytes; left > 0; left -= ZEROS.length) {
            out.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
    }

    /**
     * Reads the id; the buffer is not changed.
     *
     * @param body the body of a PING or PONG, from position to limit
     * @return any 64 bits
     * @throws chaski.api.ProtocolException when it is neither
     */
    public static long id(ByteBuffer body) {
        payloadBytes(body);
        return body.getLong(body.position());
    }

    /**
     * Reads the length of the payload; the buffer is not changed.
     *
     * @param body the body of a PING or PONG, from position to limit
     * @return 0 to {@link #MAX_PAYLOAD}
     * @throws chaski.api.ProtocolException when it is neither
     */
    public static int payloadBytes(ByteBuffer body) {
        FrameFields.need(body, MIN_BODY_BYTES, "PING or PONG id");
        int payloadBytes = body.remaining() - MIN_BODY_BYTES;
        checkPayload(payloadBytes);
        return payloadBytes;
    }

    private static void checkPayload(int bytes) {
        ViolationText.check(bytes >= 0 && bytes <= MAX_PAYLOAD, "PING or PONG payload", "0 to 16384 bytes", bytes);
    }
}
