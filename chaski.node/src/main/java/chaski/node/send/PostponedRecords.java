package chaski.node.send;

import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small records of a session's own that found no room in its log, in order. No message goes out while there are any, so records
 * that say the same are one: the latest APPLIED stands for all, and the YIELDs of a declaration are added up. What a peer can cause is
 * therefore bounded by the number of its declarations. Guarded by the session's outbound lock.
 */
final class PostponedRecords {

    private static final Object APPLIED = new Object();

    /** By what they say: {@link #APPLIED}, the declaration of a YIELD, or themselves. */
    private final Map<Object, ByteBuffer> records = new LinkedHashMap<>();

    private int yields;

    boolean isEmpty() {
        return records.isEmpty();
    }

    int count() {
        return records.size();
    }

    /** How many declarations have a YIELD here. */
    int yields() {
        return yields;
    }

    void add(ByteBuffer record) {
        int kind = kind(record);
        if (kind == SessionRecord.APPLIED) {
            records.remove(APPLIED); // what the later one says must come behind all that went before it
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

    /** The kind of a record of the session itself, or -1. */
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
