package chaski.testkit.hostile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One frame, as it is on the wire: a type, the length that its header names, and a body. The length may be wrong.
 * {@link HostileFrames} makes those of the protocol. Immutable.
 */
public final class HostileFrame {

    private static final int SHOWN_BYTES = 64;

    private final int type;
    private final int length;
    private final byte[] body;

    private HostileFrame(int type, int length, byte[] body) {
        this.type = type;
        this.length = length;
        this.body = body;
    }

    /**
     * Makes a frame with the correct length.
     *
     * @param type any type, 0 … 255
     * @param body its body
     * @return the frame
     */
    public static HostileFrame of(int type, byte... body) {
        return new HostileFrame(type, body.length, body.clone());
    }

    /**
     * Makes a frame whose header may state a wrong length.
     *
     * @param type any type, 0 … 255
     * @param length the length in the header, 0 … 2^24−1
     * @param body what follows the header
     * @return the frame
     */
    public static HostileFrame lying(int type, int length, byte... body) {
        return new HostileFrame(type, length, body.clone());
    }

    /** {@return the number of its type} */
    public int type() {
        return type;
    }

    /**
     * Compares its type.
     *
     * @param other a type of the protocol
     * @return true if it is of that type
     */
    public boolean is(HostileFrameType other) {
        return type == other.number();
    }

    /** {@return the body, read-only, from position 0, big-endian} */
    public ByteBuffer body() {
        return ByteBuffer.wrap(body).asReadOnlyBuffer();
    }

    /** {@return header and body, as they are sent} */
    public byte[] bytes() {
        return new WireBytes().u8(type).u24(length).bytes(body).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostileFrame frame
                && frame.type == type
                && frame.length == length
                && Arrays.equals(frame.body, body);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type + length) + Arrays.hashCode(body);
    }

    /** {@return its name and the first bytes of its body, in hex} */
    @Override
    public String toString() {
        String name = HostileFrameType.of(type).map(HostileFrameType::name).orElse("frame " + type);
        String shown = HexFormat.of().formatHex(body, 0, Math.min(body.length, SHOWN_BYTES));
        return body.length == 0 ? name : name + " " + shown + (body.length > SHOWN_BYTES ? "…" : "");
    }
}
