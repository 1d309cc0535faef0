package chaski.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SegmentProvisionTest {

    private static final long BYTES = Segment.BYTES;

    private final SegmentPool pool = new SegmentPool(4 * BYTES, () -> {}, () -> {});
    private final SendLog first = log();
    private final SendLog second = log();
    private int retries;

    @Test
    void eachLogGetsWhatItLacks() {
        first.reserve(10);
        second.reserve(2 * BYTES);

        assertThat(provide(true)).isTrue();

        assertThat(first.lacksMemory()).isFalse();
        assertThat(second.lacksMemory()).isFalse();
        assertThat(pool.usedBytes()).isEqualTo(Segment.SMALL_BYTES + 2 * BYTES);
    }

    @Test
    void noLogGetsAnythingIfOneCannotBeServed() {
        first.reserve(10);
        second.reserve(8 * BYTES);

        assertThat(provide(true)).isFalse();

        assertThat(first.lacksMemory()).isTrue();
        assertThat(pool.usedBytes()).isZero();
        pool.retryRefused();
        assertThat(retries).isEqualTo(1);
    }

    @Test
    void askingWhetherThereIsEnoughTakesNothing() {
        first.reserve(BYTES);
        second.reserve(BYTES);

        assertThat(provide(false)).isTrue();

        assertThat(pool.usedBytes()).isZero();
    }

    private boolean provide(boolean take) {
        return SegmentProvision.provide(List.of(first, second), pool, take, () -> retries++);
    }

    private SendLog log() {
        return new SendLog(new ReentrantLock(), pool, 100 * BYTES, () -> {});
    }
}
