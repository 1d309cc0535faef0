package chaski.node.send;

import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small records of a session itself that found no room in its send log, in order. No message is sent while there are
 * any, so records of the same meaning are merged: the latest APPLIED replaces the earlier ones, and the YIELDs of a
 * declaration are added up. What a peer can cause is therefore bounded by the number of its declarations. Guarded by
 * the session's outbound lock.
 */
final class PostponedRecords {

    private static final Object APPLIED = new Object();

    /** The records by what identifies them: {@link #APPLIED}, the declaration of a YIELD, or a key of their own. */
    private final Map<Object, ByteBuffer> records = new LinkedHashMap<>();

    private int yields;

    boolean isEmpty() {
        return records.isEmpty();
    }

    int count() {
        return records.size();
    }

    /** Returns the number of declarations with a postponed YIELD. */
    int yields() {
        return yields;
    }

    void add(ByteBuffer record) {
        int kind = kind(record);
        if (kind == SessionRecord.APPLIED) {
            records.remove(APPLIED); // the later one must follow all records that precede it
            records.put(APPLIED, record);
        } else if (kind == SessionRecord.YIELD) {
            addYield(record);
        } else {
            records.put(new Object(), record);
        }
    }

    private void addYield(ByteBuffer record) {
        ByteBuffer body = body(record);
        ByteBuffer earlier = records.putIfAbsent(SessionRecord.declaration(body), record);
        if (earlier == null) {
            yields++;
            return;
        }
        ByteBuffer sum = ByteBuffer.allocate(SessionRecord.YIELD_BYTES);
        SessionRecord.encodeYield(
                sum,
                SessionRecord.declaration(body),
                SessionRecord.generation(body),
                SessionRecord.amount(body(earlier)) + SessionRecord.amount(body));
        records.put(SessionRecord.declaration(body), sum.flip());
    }

    @Nullable
    ByteBuffer first() {
        Iterator<ByteBuffer> all = records.values().iterator();
        return all.hasNext() ? all.next() : null;
    }

    void removeFirst() {
        Iterator<ByteBuffer> all = records.values().iterator();
        yields -= kind(all.next()) == SessionRecord.YIELD ? 1 : 0;
        all.remove();
    }

    void clear() {
        records.clear();
        yields = 0;
    }

    /** Returns the kind of a record of the session itself, or -1 for other records. */
    private static int kind(ByteBuffer record) {
        int start = record.position();
        return RecordHeader.channel(record, start) == RecordHeader.SESSION_CHANNEL
                ? RecordHeader.flags(record, start)
                : -1;
    }

    private static ByteBuffer body(ByteBuffer record) {
        return record.duplicate().position(record.position() + RecordHeader.BYTES);
    }
}
