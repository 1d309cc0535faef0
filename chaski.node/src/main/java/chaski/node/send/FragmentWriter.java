package chaski.node.send;

import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;

/**
 * Splits a message of more than one record into its records, one after another. The first begins with the total length.
 * Used by one publishing thread.
 */
public final class FragmentWriter {

    private final ByteBuffer head;
    private final ByteBuffer body;
    private final int headStart;
    private final int headLength;
    private final int bodyStart;
    private final int total;
    private int at;
    private int count;

    public FragmentWriter(ByteBuffer head, ByteBuffer body) {
        this.head = head.duplicate();
        this.body = body.duplicate();
        this.headStart = head.position();
        this.headLength = head.remaining();
        this.bodyStart = body.position();
        this.total = headLength + body.remaining();
    }

    /** Returns the bytes that a message of that length needs in the send log. */
    public static long space(long length) {
        long bytes = RecordHeader.TOTAL_BYTES + length;
        long records = (bytes + RecordHeader.MAX_BODY - 1) / RecordHeader.MAX_BODY;
        return records * RecordHeader.BYTES + bytes;
    }

    /** Advances to the next record. Returns false if there is none. */
    public boolean next() {
        at += count;
        if (at == total) {
            return false;
        }
        count = Math.min(total - at, RecordHeader.MAX_BODY - (at == 0 ? RecordHeader.TOTAL_BYTES : 0));
        int from = Math.min(headLength, at);
        int to = Math.min(headLength, at + count);
        head.limit(headStart + to).position(headStart + from);
        body.limit(bodyStart + at + count - to).position(bodyStart + at - from);
        return true;
    }

    ByteBuffer head() {
        return head;
    }

    ByteBuffer body() {
        return body;
    }

    int total() {
        return total;
    }

    boolean isLast() {
        return at + count == total;
    }

    int flags() {
        return (at == 0 ? RecordHeader.FIRST : 0) | (isLast() ? RecordHeader.LAST : 0);
    }

    /** Returns the total length for the first record, -1 for the others. */
    int prefix() {
        return at == 0 ? total : -1;
    }
}
