package chaski.transport.udp.wire;

import java.nio.ByteBuffer;

/**
 * What a listener hands to an address and wants back from there. Only who made it can read it; to all others it is 24 bytes.
 *
 * @param first bytes 0 to 7
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 */
public record Token(long first, long second, long third) {

    /** The length on the wire. */
    public static final int BYTES = 24;

    void encode(ByteBuffer out) {
        out.putLong(first).putLong(second).putLong(third);
    }

    static Token decode(ByteBuffer in) {
        return new Token(in.getLong(), in.getLong(), in.getLong());
    }
}
