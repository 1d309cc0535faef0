package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeriesTest {

    private static final Metric RATE = Metric.MESSAGES_PER_SECOND;

    @Test
    void ratioComparesRoundByRound() {
        Series mine = series("chaski", sample(1, 50), sample(2, 5), sample(3, 60));
        Series reference = series(ContenderFactory.HANDOFF, sample(1, 100), sample(2, 10), sample(3, 100));

        Spread ratio = mine.ratio(reference, RATE).orElseThrow();

        // the second round was slow for both, and gives the same result as the first
        assertThat(ratio.median()).isCloseTo(0.5, within(1e-9));
        assertThat(ratio.min()).isCloseTo(0.5, within(1e-9));
        assertThat(ratio.max()).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void roundThatFailedForEitherCountsForNeither() {
        Series mine = series("chaski", sample(1, 50), sample(3, 80));
        Series reference = series(ContenderFactory.HANDOFF, sample(2, 100), sample(3, 100));

        assertThat(mine.ratio(reference, RATE)).contains(new Spread(0.8, 0.8, 0.8));
    }

    @Test
    void seriesWithoutASharedRoundHaveNoRatio() {
        assertThat(series("chaski", sample(1, 50)).ratio(series(ContenderFactory.HANDOFF), RATE))
                .isEmpty();
    }

    @Test
    void seriesOfFailuresHasNoSpread() {
        assertThat(series("chaski").spread(RATE)).isEmpty();
    }

    private static Series series(String contender, TrialSample... samples) {
        return new Series(contender, new Payload(100), List.of(samples), List.of());
    }

    private static TrialSample sample(int round, double perSecond) {
        return new TrialSample(round, Map.of(RATE, perSecond));
    }
}
