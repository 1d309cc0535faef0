package chaski.testkit.vectors;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** One example of the protocol: a name and bytes. Immutable. */
public final class WireVector {

    private final String name;
    private final byte[] bytes;

    WireVector(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** {@return the name, unique within its file} */
    public String name() {
        return name;
    }

    /** {@return a copy of the bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the bytes, read-only, from position 0} */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** {@return the bytes in hex, without spaces} */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireVector vector && vector.name.equals(name) && Arrays.equals(vector.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name + " " + hex();
    }
}
