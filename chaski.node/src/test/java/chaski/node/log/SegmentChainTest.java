package chaski.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SegmentChainTest {

    private static final int BYTES = Segment.BYTES;

    private final SegmentChain chain = new SegmentChain(
            new SendLog(new ReentrantLock(), new SegmentPool(8L * BYTES, () -> {}, () -> {}), 8L * BYTES, () -> {}));

    @Test
    void segmentsFollowEachOtherFromTheEndOfTheLog() {
        assertThat(chain.end(100)).isEqualTo(100);
        Segment small = add(Segment.small(ByteBuffer::allocate), 100);
        Segment large = add(Segment.large(ByteBuffer::allocate), 100);

        assertThat(small.start).isEqualTo(100);
        assertThat(large.start).isEqualTo(100 + Segment.SMALL_BYTES);
        assertThat(small.next).isSameAs(large);
        assertThat(chain.end(100)).isEqualTo(large.start + BYTES);
        assertThat(chain.size()).isEqualTo(2);
        assertThat(chain.largeCount()).isEqualTo(1);
    }

    @Test
    void theNextByteGoesToTheSegmentWithRoom() {
        Segment first = add(Segment.large(ByteBuffer::allocate), 0);
        Segment second = add(Segment.large(ByteBuffer::allocate), 0);

        assertThat(chain.writable(BYTES - 1)).isSameAs(first);
        assertThat(chain.writable(BYTES)).isSameAs(second);
        assertThatThrownBy(() -> chain.writable(2L * BYTES)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPositionIsFoundInItsSegment() {
        Segment first = add(Segment.large(ByteBuffer::allocate), 0);
        Segment second = add(Segment.large(ByteBuffer::allocate), 0);

        assertThat(chain.find(BYTES - 1)).isSameAs(first);
        assertThat(chain.find(BYTES)).isSameAs(second);
        assertThat(chain.find(2L * BYTES)).isNull();
    }

    @Test
    void bytesAreReplacedAndCopiedAcrossSegments() {
        add(Segment.large(ByteBuffer::allocate), 0);
        add(Segment.large(ByteBuffer::allocate), 0);

        chain.overwrite(BYTES - 2, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));

        ByteBuffer copy = ByteBuffer.allocate(4);
        chain.copy(BYTES - 2, copy);
        assertThat(copy.array()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void onlySegmentsThatNobodyNeedsAreRemoved() {
        Segment first = add(Segment.large(ByteBuffer::allocate), 0);
        Segment second = add(Segment.large(ByteBuffer::allocate), 0);
        chain.writable(BYTES);

        assertThat(chain.removeBefore(BYTES - 1, false)).isEmpty();
        assertThat(chain.removeBefore(2L * BYTES, false)).containsExactly(first);
        assertThat(chain.removeBefore(2L * BYTES, true)).containsExactly(second);
        assertThat(chain.isEmpty()).isTrue();
    }

    @Test
    void theOnlySegmentOfAnIdleLogIsUsedFromItsBeginning() {
        Segment only = add(Segment.large(ByteBuffer::allocate), 0);
        chain.restartAt(500);
        assertThat(only.start).isEqualTo(500);

        add(Segment.large(ByteBuffer::allocate), 500);
        chain.restartAt(700);
        assertThat(only.start).isEqualTo(500);
    }

    private Segment add(Segment segment, long writeEnd) {
        chain.add(segment, writeEnd);
        return segment;
    }
}
