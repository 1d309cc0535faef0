package chaski.node.wire;

import java.nio.ByteBuffer;

/**
 * The identity of a session: 128 random bits. Knowing it suffices to take the session over, so it is never shown.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record SessionId(long high, long low) {

    static final int BYTES = 2 * Long.BYTES;

    static SessionId decode(ByteBuffer in, String what) {
        FrameFields.need(in, BYTES, what);
        return new SessionId(in.getLong(), in.getLong());
    }

    void encode(ByteBuffer out) {
        out.putLong(high).putLong(low);
    }

    /** {@return the first four digits only, enough to follow a session through a log} */
    @Override
    public String toString() {
        return String.format("%04x…", high >>> (Long.SIZE - Short.SIZE));
    }
}
