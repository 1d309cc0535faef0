package chaski.node.receive;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.receive.ReplayWindow.Verdict;
import chaski.testkit.Seeds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayWindowTest {

    private final ReplayWindow window = new ReplayWindow();

    static LongStream seeds() {
        return Seeds.all();
    }

    @Test
    void numbersInOrderAreNextAndSkipNothing() {
        for (long number = 1; number <= 3 * ReplayWindow.SIZE; number++) {
            assertThat(window.take(number)).isEqualTo(Verdict.NEXT);
            assertThat(window.skipped()).isZero();
        }
    }

    @Test
    void aGapIsToldAndWhatFillsItIsLate() {
        window.take(1);
        window.take(5);
        assertThat(window.skipped()).isEqualTo(3);

        assertThat(window.take(3)).isEqualTo(Verdict.LATE);
        assertThat(window.take(3)).isEqualTo(Verdict.REPEATED);
        assertThat(window.take(5)).isEqualTo(Verdict.REPEATED);
    }

    @Test
    void theLast4096NumbersAreKnownAndOlderOnesAreRefused() {
        window.take(5000);

        assertThat(window.take(5000 - 4095)).isEqualTo(Verdict.LATE);
        assertThat(window.take(5000 - 4095)).isEqualTo(Verdict.REPEATED);
        assertThat(window.take(5000 - 4096)).isEqualTo(Verdict.TOO_OLD);
    }

    @Test
    void aJumpFarBeyondTheWindowForgetsAllOfIt() {
        window.take(1);
        window.take(Long.MAX_VALUE);

        assertThat(window.take(Long.MAX_VALUE - 1)).isEqualTo(Verdict.LATE);
        assertThat(window.take(Long.MAX_VALUE)).isEqualTo(Verdict.REPEATED);
        assertThat(window.take(1)).isEqualTo(Verdict.TOO_OLD);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noNumberIsTakenTwiceAndNoneOfTheLastIsRefused(long seed) {
        Random chance = new Random(seed);
        Set<Long> taken = new HashSet<>();
        long highest = 1;
        for (int i = 0; i < 50_000; i++) {
            long number = Math.max(1, highest + chance.nextInt(12_000) - 9_000);
            Verdict verdict = window.take(number);
            boolean known = taken.contains(number);
            if (highest - number >= ReplayWindow.SIZE) {
                assertThat(verdict).isEqualTo(Verdict.TOO_OLD);
            } else {
                assertThat(verdict == Verdict.REPEATED).isEqualTo(known);
                taken.add(number);
            }
            highest = Math.max(highest, number);
        }
    }
}
