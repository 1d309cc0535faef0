package chaski.bench;

import java.util.Map;

/**
 * The result of one run of one contender.
 *
 * @param round the round; runs of the same round were adjacent in time
 * @param figures a figure for each metric that the load has
 */
record TrialSample(int round, Map<Metric, Double> figures) {

    TrialSample {
        figures = Map.copyOf(figures);
    }

    double figure(Metric metric) {
        Double figure = figures.get(metric);
        if (figure == null) {
            throw new IllegalArgumentException("expected one of " + figures.keySet() + ", got " + metric);
        }
        return figure;
    }
}
