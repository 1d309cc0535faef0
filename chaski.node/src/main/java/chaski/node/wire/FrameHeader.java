package chaski.node.wire;

import java.nio.ByteBuffer;
import java.util.Set;

/** The four bytes before each body: u8 type, u24 length of the body. */
final class FrameHeader {

    static final int BYTES = 4;

    private static final int TYPE_SHIFT = 24;
    private static final int LENGTH_MASK = 0xFF_FFFF;

    /** The content types alert and handshake, followed by the version 3.1 or 3.3 of a record: RFC 8446, section 5.1. */
    private static final Set<Integer> TLS_RECORDS = Set.of(0x15_03_01, 0x15_03_03, 0x16_03_01, 0x16_03_03);

    private FrameHeader() {}

    static int type(int header) {
        return header >>> TYPE_SHIFT;
    }

    static int length(int header) {
        return header & LENGTH_MASK;
    }

    /** True for the first bytes of TLS; their type is none of this protocol. */
    static boolean isTlsRecord(int header) {
        return TLS_RECORDS.contains(header >>> Byte.SIZE);
    }

    static void put(ByteBuffer out, int type, int bodyBytes) {
        out.putInt(type << TYPE_SHIFT | bodyBytes);
    }

    /** Reserves room for the header; {@link #end} fills it in. */
    static int begin(ByteBuffer out) {
        int start = out.position();
        out.putInt(0);
        return start;
    }

    static void end(ByteBuffer out, int start, int type) {
        out.putInt(start, type << TYPE_SHIFT | (out.position() - start - BYTES));
    }
}
