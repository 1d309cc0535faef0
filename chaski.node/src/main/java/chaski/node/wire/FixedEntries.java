package chaski.node.wire;

import java.nio.ByteBuffer;

/** Frames that are a u16 count of entries of one fixed length. */
final class FixedEntries {

    private FixedEntries() {}

    static int begin(ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.putShort((short) 0);
        return start;
    }

    static void end(ByteBuffer out, int start, int type, int entryBytes, int maxEntries) {
        int count = (out.position() - start - FrameHeader.BYTES - Short.BYTES) / entryBytes;
        if (count == 0) {
            out.position(start);
            return;
        }
        if (count > maxEntries) {
            throw ViolationText.of(FrameType.name(type) + " count", "1 to " + maxEntries, count);
        }
        out.putShort(start + FrameHeader.BYTES, (short) count);
        FrameHeader.end(out, start, type);
    }

    /** Reads the count and checks that exactly that many entries follow. */
    static int count(ByteBuffer body, String frame, int entryBytes, int maxEntries) {
        int count = FrameFields.u16(body, frame);
        if (count < 1 || count > maxEntries) {
            throw ViolationText.of(frame + " count", "1 to " + maxEntries, count);
        }
        FrameFields.exactly(body, count * entryBytes, frame);
        return count;
    }
}
