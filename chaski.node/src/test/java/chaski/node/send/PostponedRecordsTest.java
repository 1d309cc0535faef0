package chaski.node.send;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostponedRecordsTest {

    private final PostponedRecords records = new PostponedRecords();

    @Test
    void latestAppliedStandsForAllAndComesLast() {
        records.add(applied(1));
        records.add(open(7));
        records.add(yielded(4, 1, 10));
        records.add(applied(2));
        records.add(applied(3));

        assertThat(drained()).containsExactly("open 7", "yield 4 1 10", "applied 3");
    }

    @Test
    void yieldsOfADeclarationAreAddedUp() {
        records.add(yielded(4, 1, 10));
        records.add(yielded(5, 1, 1));
        records.add(yielded(4, 2, 30));

        assertThat(records.yields()).isEqualTo(2);
        assertThat(drained()).containsExactly("yield 4 2 40", "yield 5 1 1");
        assertThat(records.yields()).isZero();
    }

    @Test
    void recordsOfRoutesAreKeptInOrder() {
        records.add(open(2));
        records.add(open(1));
        records.add(open(2));

        assertThat(drained()).containsExactly("open 2", "open 1", "open 2");
    }

    @Test
    void clearForgetsEverything() {
        records.add(yielded(4, 1, 10));
        records.clear();

        assertThat(records.isEmpty()).isTrue();
        assertThat(records.first()).isNull();
        assertThat(records.yields()).isZero();
    }

    private List<String> drained() {
        List<String> all = new ArrayList<>();
        for (ByteBuffer record = records.first(); record != null; record = records.first()) {
            all.add(text(record));
            records.removeFirst();
        }
        assertThat(records.isEmpty()).isTrue();
        return all;
    }

    private static String text(ByteBuffer record) {
        if (RecordHeader.channel(record, 0) != RecordHeader.SESSION_CHANNEL) {
            return "open " + RecordHeader.route(record, 0);
        }
        ByteBuffer body = record.duplicate().position(RecordHeader.BYTES);
        return RecordHeader.flags(record, 0) == SessionRecord.APPLIED
                ? "applied " + SessionRecord.version(body)
                : "yield " + SessionRecord.declaration(body) + " " + SessionRecord.generation(body) + " "
                        + SessionRecord.amount(body);
    }

    private static ByteBuffer applied(long version) {
        ByteBuffer record = ByteBuffer.allocate(SessionRecord.APPLIED_BYTES);
        SessionRecord.encodeApplied(record, version);
        return record.flip();
    }

    private static ByteBuffer yielded(long declaration, int generation, long amount) {
        ByteBuffer record = ByteBuffer.allocate(SessionRecord.YIELD_BYTES);
        SessionRecord.encodeYield(record, declaration, generation, amount);
        return record.flip();
    }

    private static ByteBuffer open(long route) {
        ByteBuffer record = ByteBuffer.allocate(RecordHeader.BYTES);
        RecordHeader.encode(record, 0, 200, RecordHeader.OPEN, route, 0);
        return record.flip();
    }
}
