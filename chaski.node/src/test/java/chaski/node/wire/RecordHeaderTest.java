package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordHeaderTest {

    private static final int AT = 3;

    private static ByteBuffer header(int length, int channel, int flags) {
        ByteBuffer out = ByteBuffer.allocate(AT + RecordHeader.BYTES).position(AT);
        RecordHeader.encode(out, length, channel, flags, 0xFFFF_FFFEL, Long.MAX_VALUE);
        return out.flip();
    }

    @Test
    void whatWasWrittenIsReadWhereItLies() {
        ByteBuffer in = header(65_536, 255, RecordHeader.FIRST | RecordHeader.LAST);

        assertThat(in.limit()).isEqualTo(AT + RecordHeader.BYTES);
        assertThat(RecordHeader.length(in, AT)).isEqualTo(65_536);
        assertThat(RecordHeader.channel(in, AT)).isEqualTo(255);
        assertThat(RecordHeader.flags(in, AT)).isEqualTo(3);
        assertThat(RecordHeader.route(in, AT)).isEqualTo(0xFFFF_FFFEL);
        assertThat(RecordHeader.sequence(in, AT)).isEqualTo(Long.MAX_VALUE);
        assertThat(RecordHeader.check(in, AT)).isEqualTo(65_536);
    }

    /** Length, channel and flags of records at the edges. */
    @ParameterizedTest
    @CsvSource({
        "0,2,3",
        "65536,2,3",
        "5,2,1",
        "65536,2,1",
        "1,2,0",
        "65536,2,0",
        "1,2,2",
        "65536,2,2",
        "0,2,4",
        "4096,2,4",
        "0,2,8",
        "8,0,1",
        "20,0,2",
        "0,0,3",
        "65536,0,3",
    })
    void recordsThatExistAreAccepted(int length, int channel, int flags) {
        assertThat(RecordHeader.check(header(length, channel, flags), AT)).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "-1,2,3",
        "65537,2,3",
        "2147483647,2,3",
        "-2147483648,2,3", // hostile lengths
        "4,2,1",
        "0,2,0",
        "0,2,2", // fragments of nothing
        "4097,2,4",
        "1,2,8", // OPEN and CLOSE
        "0,2,5",
        "0,2,7",
        "0,2,9",
        "0,2,10",
        "0,2,12",
        "0,2,16",
        "0,2,128",
        "0,2,255", // flags
        "7,0,1",
        "9,0,1",
        "19,0,2",
        "21,0,2",
        "0,0,0",
        "8,0,4",
        "8,0,255", // session records
    })
    void recordsThatDoNotExistAreRefused(int length, int channel, int flags) {
        ByteBuffer in = header(length, channel, flags);

        assertThatThrownBy(() -> RecordHeader.check(in, AT))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected")
                .hasMessageContaining("got");
    }

    @Test
    void theLengthOfAMessageExceedsThatOfItsFirstFragment() {
        ByteBuffer body = ByteBuffer.allocate(12);

        assertThat(RecordHeader.total(body.putInt(0, 9), 12)).isEqualTo(9);
        assertThat(body.position()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8", "0", "-1", "-2147483648"})
    void aMessageNotLongerThanItsFirstFragmentIsRefused(int total) {
        ByteBuffer body = ByteBuffer.allocate(12).putInt(0, total);

        assertThatThrownBy(() -> RecordHeader.total(body, 12)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void sessionRecordsAreReadAsWritten() {
        ByteBuffer out = ByteBuffer.allocate(SessionRecord.APPLIED_BYTES + SessionRecord.YIELD_BYTES);
        SessionRecord.encodeApplied(out, 12);
        SessionRecord.encodeYield(out, 5, 2, 4096);
        out.flip();

        assertThat(RecordHeader.check(out, 0)).isEqualTo(8);
        ByteBuffer applied = out.slice(RecordHeader.BYTES, 8);
        int next = SessionRecord.APPLIED_BYTES;
        assertThat(RecordHeader.check(out, next)).isEqualTo(20);
        ByteBuffer yielded = out.slice(next + RecordHeader.BYTES, 20);

        assertThat(RecordHeader.channel(out, 0)).isEqualTo(RecordHeader.SESSION_CHANNEL);
        assertThat(RecordHeader.flags(out, 0)).isEqualTo(SessionRecord.APPLIED);
        assertThat(SessionRecord.version(applied)).isEqualTo(12);
        assertThat(RecordHeader.flags(out, next)).isEqualTo(SessionRecord.YIELD);
        assertThat(SessionRecord.declaration(yielded)).isEqualTo(5);
        assertThat(SessionRecord.generation(yielded)).isEqualTo(2);
        assertThat(SessionRecord.amount(yielded)).isEqualTo(4096);
    }

    @Test
    void sessionRecordsOfAnotherLengthOrBelowZeroAreRefused() {
        ByteBuffer negative =
                ByteBuffer.allocate(20).putLong(-1).putInt(-1).putLong(-1).flip();

        assertThatThrownBy(() -> SessionRecord.version(negative)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> SessionRecord.declaration(negative)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> SessionRecord.generation(negative)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> SessionRecord.amount(negative)).isInstanceOf(ProtocolException.class);
    }
}
