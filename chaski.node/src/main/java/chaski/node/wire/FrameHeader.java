package chaski.node.wire;

import java.nio.ByteBuffer;

/** The four bytes before each body: u8 type, u24 length of the body. */
final class FrameHeader {

    static final int BYTES = 4;

    private static final int TYPE_SHIFT = 24;
    private static final int LENGTH_MASK = 0xFF_FFFF;

    private FrameHeader() {}

    static int type(int header) {
        return header >>> TYPE_SHIFT;
    }

    static int length(int header) {
        return header & LENGTH_MASK;
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
