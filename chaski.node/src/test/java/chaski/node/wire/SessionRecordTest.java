package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SessionRecordTest {

    private static ByteBuffer body(ByteBuffer record) {
        return record.position(RecordHeader.BYTES);
    }

    @Test
    void accessIsReadAsItWasWritten() {
        assertThat(SessionRecord.access(
                        body(SessionRecord.access(SessionRecord.OF_DECLARATION, 1L << 40, true, "règle 1"))))
                .isEqualTo(new SessionRecord.Access(false, 1L << 40, true, "règle 1"));
        assertThat(SessionRecord.access(body(SessionRecord.access(SessionRecord.OF_ROUTE, 7, false, ""))))
                .isEqualTo(new SessionRecord.Access(true, 7, false, ""));
    }

    @Test
    void aLongRuleIsTruncatedAndControlCharactersAreReplaced() {
        ByteBuffer record = SessionRecord.access(SessionRecord.OF_ROUTE, 7, false, "a\n" + "é".repeat(1_000));

        String rule = SessionRecord.access(body(record)).rule();
        assertThat(rule).startsWith("a?é");
        assertThat(rule.length()).isBetween(390, 402);
    }

    @Test
    void aMalformedAccessIsRefused() {
        for (int length = 0; length < 10; length++) {
            ByteBuffer cut = body(SessionRecord.access(SessionRecord.OF_ROUTE, 7, false, ""));
            cut.limit(cut.position() + length);
            assertThatThrownBy(() -> SessionRecord.access(cut)).isInstanceOf(ProtocolException.class);
        }
        malformed(0, (byte) 3);
        malformed(1, (byte) -1);
        malformed(9, (byte) 2);
        ByteBuffer tooLong = ByteBuffer.allocate(811);
        tooLong.put(0, (byte) SessionRecord.OF_ROUTE);
        assertThatThrownBy(() -> SessionRecord.access(tooLong)).isInstanceOf(ProtocolException.class);
        assertThat(SessionRecord.access(tooLong.limit(810)).rule()).hasSize(800);
    }

    private static void malformed(int offset, byte value) {
        ByteBuffer body = body(SessionRecord.access(SessionRecord.OF_ROUTE, 7, false, "rule"));
        body.put(body.position() + offset, value);
        assertThatThrownBy(() -> SessionRecord.access(body)).isInstanceOf(ProtocolException.class);
    }
}
