package chaski.node.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordReceiverTest {

    private static final Object LINK = "link";

    private final List<Long> sequences = new ArrayList<>();
    private final RecordReceiver arrivals =
            new RecordReceiver((buffer, start) -> sequences.add(RecordHeader.sequence(buffer, start)));

    RecordReceiverTest() {
        arrivals.fence(LINK);
    }

    @Test
    void recordsAreHandedOverWhereverLinksCutThem() {
        ByteBuffer all = records(1, 40);
        Random chance = new Random(7);
        for (int round = 0; round < 200; round++) {
            sequences.clear();
            RecordReceiver fresh =
                    new RecordReceiver((buffer, start) -> sequences.add(RecordHeader.sequence(buffer, start)));
            fresh.fence(LINK);
            for (int at = 0; at < all.limit(); ) {
                int count = Math.min(all.limit() - at, 1 + chance.nextInt(1 + chance.nextInt(90)));
                fresh.data(LINK, at, all.slice(at, count));
                at += count;
            }
            assertThat(sequences).hasSize(40).isSorted();
            assertThat(fresh.handedOver()).isEqualTo(all.limit());
        }
    }

    @Test
    void onlyWholeRecordsCountAsHandedOver() {
        ByteBuffer one = records(1, 1);

        arrivals.data(LINK, 0, one.slice(0, one.limit() - 1));
        assertThat(arrivals.handedOver()).isZero();
        assertThat(arrivals.isInsideRecord()).isTrue();

        arrivals.data(LINK, one.limit() - 1L, one.slice(one.limit() - 1, 1));
        assertThat(arrivals.handedOver()).isEqualTo(one.limit());
        assertThat(arrivals.isInsideRecord()).isFalse();
    }

    @Test
    void anotherLinkGoesOnInsideARecord() {
        ByteBuffer two = records(1, 2);
        int cut = two.limit() / 2 + 5;
        arrivals.data(LINK, 0, two.slice(0, cut));

        long named = arrivals.fence("next");
        arrivals.data("next", named, two.slice(cut, two.limit() - cut));

        assertThat(named).isEqualTo(cut);
        assertThat(sequences).containsExactly(1L, 2L);
    }

    @Test
    void nothingIsTakenFromALinkAfterAnotherWasNamed() {
        ByteBuffer two = records(1, 2);
        arrivals.fence("next");

        arrivals.data(LINK, 0, two);

        assertThat(two.hasRemaining()).isFalse();
        assertThat(sequences).isEmpty();
        assertThat(arrivals.handedOver()).isZero();
    }

    @Test
    void whatIsKnownIsDroppedAndAGapIsAnError() {
        ByteBuffer two = records(1, 2);
        int first = two.limit() / 2;
        arrivals.data(LINK, 0, two.slice(0, first));

        arrivals.data(LINK, 0, two.duplicate());
        assertThat(sequences).containsExactly(1L, 2L);

        assertThatThrownBy(() -> arrivals.data(LINK, two.limit() + 1L, records(3, 1)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected DATA at position " + two.limit());
    }

    @Test
    void whatARecordBreaksBreaksTheSession() {
        RecordReceiver strict = new RecordReceiver((buffer, start) -> {
            throw new ProtocolException("not this");
        });
        strict.fence(LINK);

        assertThatThrownBy(() -> strict.data(LINK, 0, records(1, 1))).isInstanceOf(BrokenSessionException.class);
        assertThat(strict.handedOver()).isZero();
    }

    @Test
    void theFinalPositionIsFinal() {
        arrivals.data(LINK, 0, records(1, 1));

        long end = arrivals.end();
        arrivals.data(LINK, end, records(2, 1));

        assertThat(sequences).containsExactly(1L);
        assertThat(arrivals.handedOver()).isEqualTo(end);
    }

    private static ByteBuffer records(long first, int count) {
        ByteBuffer all = ByteBuffer.allocate(count * (RecordHeader.BYTES + 60));
        for (long sequence = first; sequence < first + count; sequence++) {
            int length = count == 2 ? 30 : (int) (sequence * 7 % 60);
            RecordHeader.encode(all, length, 9, RecordHeader.FIRST | RecordHeader.LAST, 1, sequence);
            all.position(all.position() + length);
        }
        return all.flip().slice();
    }
}
