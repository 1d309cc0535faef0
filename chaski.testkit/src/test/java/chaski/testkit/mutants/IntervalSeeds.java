package chaski.testkit.mutants;

import java.util.function.LongFunction;

/** Intervals by seed; only the third and its multiples are long enough to reveal a mistake. */
public final class IntervalSeeds implements LongFunction<String> {

    /** Used by reflection. */
    public IntervalSeeds() {}

    @Override
    public String apply(long seed) {
        Interval interval = new Interval(0, seed % 3 == 0 ? 4 : 0);
        return interval.length() == (seed % 3 == 0 ? 4 : 0) ? "" : "wrong length";
    }
}
