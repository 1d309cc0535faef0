package chaski.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The results of all rounds of one contender with one load.
 *
 * @param contender its name
 * @param load what it ran
 * @param samples in the order of the rounds; a round that failed has none
 * @param failures the reasons of failed rounds
 */
record Series(String contender, Load load, List<TrialSample> samples, List<String> failures) {

    Series {
        samples = List.copyOf(samples);
        failures = List.copyOf(failures);
    }

    /** Summarizes a metric; empty when every round failed, or the load has no such figure. */
    Optional<Spread> spread(Metric metric) {
        List<Double> figures = samples.stream()
                .filter(sample -> sample.figures().containsKey(metric))
                .map(sample -> sample.figure(metric))
                .toList();
        return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures));
    }

    /**
     * Compares with another series, round by round: what slowed a whole round down does not count for either.
     *
     * @return the ratios of the figures of this series to the other's; empty if they have no round in common
     */
    Optional<Spread> ratio(Series reference, Metric metric) {
        List<Double> ratios = new ArrayList<>();
        for (TrialSample mine : samples) {
            reference.samples.stream()
                    .filter(theirs -> theirs.round() == mine.round())
                    .forEach(theirs -> ratios.add(mine.figure(metric) / theirs.figure(metric)));
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }
}
