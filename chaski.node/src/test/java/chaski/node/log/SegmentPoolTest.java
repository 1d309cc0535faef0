package chaski.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.log.SegmentPool.Demand;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentPoolTest {

    private int trims;
    private final SegmentPool pool = new SegmentPool(8L * Segment.BYTES, () -> trims++, () -> {});
    private int reported;
    private final Runnable whenFreed = () -> reported++;

    @Test
    void everyLogGetsItsFirstPieceHoweverMuchIsInUse() {
        for (int i = 0; i < 20; i++) {
            assertThat(take(0, 1, false)).hasSize(1);
        }
        assertThat(pool.usedBytes()).isEqualTo(20L * Segment.BYTES);
    }

    @Test
    void halfOfThePoolIsLeftForThoseThatNeedMoreThanOnePiece() {
        for (int i = 0; i < 20; i++) {
            pool.register();
            take(0, 1, false);
        }

        assertThat(take(1, 4, false)).hasSize(4);
        assertThat(take(1, 1, false)).isNull();
    }

    @Test
    void parkedLogsNeverHoldMoreThanHalf() {
        pool.register();
        assertThat(take(0, 4, true)).hasSize(4);

        assertThat(take(4, 1, true)).isNull();
        assertThat(take(4, 1, false)).hasSize(1);
    }

    @Test
    void refusalTakesNothing() {
        pool.register();
        assertThat(take(0, 3, true)).hasSize(3);
        for (int i = 0; i < 20; i++) {
            assertThat(take(3, 2, true)).isNull();
            assertThat(take(0, 7, false)).isNull();
            assertThat(pool.acquire(List.of(new Demand(0, 1, false), new Demand(3, 2, true)), true, whenFreed))
                    .isNull();
        }

        assertThat(pool.usedBytes()).isEqualTo(3L * Segment.BYTES);
        assertThat(take(3, 1, true)).as("half of the pool is for parked logs").hasSize(1);
        assertThat(take(0, 3, false)).as("another log may grow as before").hasSize(3);
    }

    @Test
    void askingTakesNothing() {
        pool.register();
        assertThat(take(0, 3, true)).hasSize(3);
        for (int i = 0; i < 20; i++) {
            assertThat(ask(3, 1, true)).isEmpty();
            assertThat(ask(0, 3, false)).isEmpty();
        }

        assertThat(reported).isZero();
        assertThat(pool.usedBytes()).isEqualTo(3L * Segment.BYTES);
        assertThat(take(3, 1, true)).as("half of the pool is for parked logs").hasSize(1);
        assertThat(take(0, 3, false)).as("another log may grow as before").hasSize(3);
    }

    @Test
    void theHalfForThoseThatNeedMoreIsNotUsedUpByRefusals() {
        for (int i = 0; i < 20; i++) {
            pool.register();
            take(0, 1, false);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(take(1, 5, false)).isNull();
            assertThat(ask(1, 4, false)).isEmpty();
        }

        assertThat(take(1, 4, false)).hasSize(4);
    }

    @Test
    void whatParkedLogsReleaseOtherParkedLogsMayHave() {
        pool.register();
        for (int i = 0; i < 20; i++) {
            List<Segment> all = take(0, 4, true);
            assertThat(all).hasSize(4);
            assertThat(take(4, 1, true)).isNull();
            pool.release(all.subList(0, 2), 2, true);
            pool.release(all.subList(2, 4), 0, true);
        }

        assertThat(take(0, 4, true)).hasSize(4);
        assertThat(take(4, 1, true)).isNull();
    }

    @Test
    void aLogThatFindsALinkLeavesItsPlaceToParkedOnes() {
        pool.register();
        take(0, 4, false);
        pool.parkedChanged(4, true);
        assertThat(take(4, 1, true)).isNull();

        pool.parkedChanged(4, false);

        assertThat(take(0, 3, true)).hasSize(3);
    }

    @Test
    void whoWasRefusedIsToldOnceWhenSomethingIsFreed() {
        pool.register();
        List<Segment> all = take(0, 8, false);
        take(8, 1, false);
        take(8, 1, false);

        pool.release(all.subList(0, 2), 6, false);
        pool.release(all.subList(2, 4), 4, false);

        assertThat(reported).isEqualTo(1);
    }

    @Test
    void aMessageThatCanNeverFindRoomIsKnown() {
        assertThat(pool.canEverGive(6)).isTrue();
        assertThat(pool.canEverGive(7)).isFalse();
        for (int i = 0; i < 20; i++) {
            pool.register();
        }
        assertThat(pool.canEverGive(4)).isTrue();
        assertThat(pool.canEverGive(5)).isFalse();
    }

    @Test
    void whatNobodyNeedsForAWhileIsDropped() {
        List<Segment> all = take(0, 4, false);
        assertThat(trims).isZero();
        pool.release(all, 0, false);
        pool.release(take(0, 1, false), 0, false);
        assertThat(trims).isEqualTo(1);
        pool.trim();
        assertThat(pool.directBytes()).as("one was needed again").isEqualTo(Segment.BYTES);
        assertThat(trims).isEqualTo(2);
        pool.trim();
        assertThat(pool.directBytes()).isZero();
        assertThat(trims).as("nothing is left to be trimmed").isEqualTo(2);
    }

    private List<Segment> ask(int held, int count, boolean parked) {
        return pool.acquire(List.of(new Demand(held, count, parked)), false, whenFreed);
    }

    private List<Segment> take(int held, int count, boolean parked) {
        return pool.acquire(List.of(new Demand(held, count, parked)), true, whenFreed);
    }

    /** A JVM that has memory for a few segments only. */
    private final class ShortMemory {

        private int left;
        private int shortages;
        private int attempts;

        ShortMemory(int left) {
            this.left = left;
        }

        SegmentPool pool() {
            return new SegmentPool(64L * Segment.BYTES, () -> trims++, () -> shortages++, this::allocate);
        }

        private ByteBuffer allocate(int bytes) {
            attempts++;
            if (left == 0) {
                throw new OutOfMemoryError("test");
            }
            left--;
            return ByteBuffer.allocate(bytes);
        }
    }

    @Test
    void logsWaitWhenTheJvmHasNoMoreMemoryAsIfThePoolWereUsedUp() {
        ShortMemory jvm = new ShortMemory(8);
        SegmentPool shortPool = jvm.pool();
        shortPool.register();
        List<Segment> first = shortPool.acquire(List.of(new Demand(0, 6, false)), true, whenFreed);

        assertThat(shortPool.acquire(List.of(new Demand(6, 3, false)), true, whenFreed))
                .as("two are left")
                .isNull();

        assertThat(shortPool.usedBytes()).isEqualTo(6L * Segment.BYTES);
        assertThat(jvm.shortages).isEqualTo(1);
        assertThat(trims).isEqualTo(1);
        shortPool.release(first, 0, false);
        assertThat(reported).isEqualTo(1);
    }

    @Test
    void noOtherAllocationIsTriedForAMoment() {
        ShortMemory jvm = new ShortMemory(4);
        SegmentPool shortPool = jvm.pool();
        shortPool.register();
        shortPool.acquire(List.of(new Demand(0, 4, false)), true, whenFreed);
        shortPool.acquire(List.of(new Demand(4, 1, false)), true, whenFreed);
        int attempts = jvm.attempts;

        assertThat(shortPool.acquire(List.of(new Demand(0, 1, false)), true, whenFreed))
                .isNull();
        assertThat(shortPool.acquireSmall(1, whenFreed)).isNull();
        assertThat(jvm.attempts).isEqualTo(attempts);
        assertThat(jvm.shortages).isEqualTo(1);

        shortPool.trim();
        assertThat(reported).as("tries again").isEqualTo(1);
        assertThat(shortPool.acquireSmall(1, whenFreed)).isNull();
        assertThat(jvm.attempts).isEqualTo(attempts + 1);
        assertThat(trims).as("the next moment begins").isGreaterThan(1);
    }

    @Test
    void theFourthPartIsLeftToOthersAndTakenBackLittleByLittle() {
        ShortMemory jvm = new ShortMemory(16);
        SegmentPool shortPool = jvm.pool();
        shortPool.register();
        List<Segment> all = shortPool.acquire(List.of(new Demand(0, 16, false)), true, whenFreed);
        shortPool.acquire(List.of(new Demand(16, 1, false)), true, whenFreed);
        jvm.left = 64;
        shortPool.release(all, 0, false);

        assertThat(shortPool.acquire(List.of(new Demand(0, 13, false)), true, whenFreed))
                .as("12 are left of 16")
                .isNull();
        shortPool.trim();
        assertThat(shortPool.acquire(List.of(new Demand(0, 13, false)), true, whenFreed))
                .hasSize(13);
        int before = trims;
        for (int i = 0; i < 64; i++) {
            shortPool.trim();
        }
        assertThat(shortPool).hasToString("pool with 13 of 64 segments in use by 1 logs, 0 of those parked, 0 refused");
        assertThat(trims).as("until it is whole again").isLessThan(before + 64);
    }
}
