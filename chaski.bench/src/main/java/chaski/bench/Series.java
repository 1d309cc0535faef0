package chaski.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The results of all rounds of one contender with one payload.
 *
 * @param contender its name
 * @param payloadBytes the length of a message
 * @param samples in the order of the rounds; a round that failed has none
 * @param failures the reasons of failed rounds
 */
record Series(String contender, int payloadBytes, List<TrialSample> samples, List<String> failures) {

    Series {
        samples = List.copyOf(samples);
        failures = List.copyOf(failures);
    }

    /** Summarizes a metric; empty when every round failed. */
    Optional<Spread> spread(Metric metric) {
        return samples.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(
                        samples.stream().map(sample -> sample.figure(metric)).toList()));
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
