package chaski.testkit.hostile;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are added at the end and removed at the beginning. Confined to its user. */
final class ByteTail {

    private byte[] bytes = new byte[256];
    private int from;
    private int to;

    void add(ByteBuffer more) {
        int count = more.remaining();
        if (to + count > bytes.length) {
            byte[] roomy = to - from + count > bytes.length / 2 ? new byte[2 * (to - from + count)] : bytes;
            System.arraycopy(bytes, from, roomy, 0, to - from);
            bytes = roomy;
            to -= from;
            from = 0;
        }
        more.get(bytes, to, count);
        to += count;
    }

    int size() {
        return to - from;
    }

    /** {@return the bytes, valid until some are added or removed} */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, from, to - from).slice();
    }

    byte[] copyFrom(int offset) {
        return Arrays.copyOfRange(bytes, from + offset, to);
    }

    void remove(int count) {
        from += count;
    }
}
