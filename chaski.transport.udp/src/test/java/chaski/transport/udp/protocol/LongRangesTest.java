package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.Seeds;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges contain the same numbers as a plain set. */
class LongRangesTest {

    private static final int SPAN = 60;

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rangesAgreeWithAPlainSet(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        LongRanges ranges = new LongRanges();
        TreeSet<Long> plain = new TreeSet<>();
        for (int i = 0; i < 2000; i++) {
            long from = chance.nextInt(SPAN);
            long to = from + 1 + chance.nextInt(8);
            switch (chance.nextInt(4)) {
                case 0, 1 -> {
                    int before = ranges.count();
                    boolean grows = ranges.wouldGrow(from, to);
                    ranges.add(from, to);
                    LongStream.range(from, to).forEach(plain::add);
                    assertThat(ranges.count() > before).isEqualTo(grows);
                }
                case 2 -> {
                    ranges.remove(from, to);
                    LongStream.range(from, to).forEach(plain::remove);
                }
                default -> {
                    long below = chance.nextInt(5);
                    ranges.removeBelow(below);
                    plain.headSet(below).clear();
                }
            }
            assertSame(ranges, plain);
        }
    }

    private static void assertSame(LongRanges ranges, TreeSet<Long> plain) {
        TreeSet<Long> all = new TreeSet<>();
        for (int i = 0; i < ranges.count(); i++) {
            assertThat(ranges.from(i)).isLessThan(ranges.to(i));
            if (i > 0) {
                assertThat(ranges.from(i)).as("ranges do not touch").isGreaterThan(ranges.to(i - 1));
            }
            LongStream.range(ranges.from(i), ranges.to(i)).forEach(all::add);
        }
        assertThat(all).isEqualTo(plain);
        for (long n = 0; n < SPAN + 10; n++) {
            assertThat(ranges.contains(n)).isEqualTo(plain.contains(n));
        }
    }
}
