package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a listener sends to an address and expects back from there. Only its creator can read it; for all others it is
 * 24 opaque bytes.
 *
 * @param first bytes 0 to 7
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 */
public record AddressToken(long first, long second, long third) {

    /** The length on the wire. */
    public static final int BYTES = 24;

    void encode(ByteBuffer out) {
        out.putLong(first).putLong(second).putLong(third);
    }

    static AddressToken decode(ByteBuffer in) {
        return new AddressToken(in.getLong(), in.getLong(), in.getLong());
    }

    // Written explicitly, like hashCode: the compiler's version would keep this class after its bundle is gone (ADR
    // 0132).
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressToken that
                && first == that.first
                && second == that.second
                && third == that.third;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first ^ second ^ third);
    }
}
