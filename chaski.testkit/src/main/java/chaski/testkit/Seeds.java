package chaski.testkit;

import java.util.stream.LongStream;

/**
 * The seeds that a seeded test tries.
 *
 * <p>Use it as the source of a parameterised test, so that each seed is a separate case and its number appears in the
 * report:
 *
 * <pre>{@code
 * static LongStream seeds() {
 *     return Seeds.all();
 * }
 *
 * @ParameterizedTest
 * @MethodSource("seeds")
 * void survivesFaults(long seed) { ... }
 * }</pre>
 *
 * <p>The build sets how many seeds are tried, {@code -Dchaski.seeds=1000}; one seed is replayed by
 * {@code -Dchaski.seed=42}.
 */
public final class Seeds {

    private static final int DEFAULT_COUNT = 20;

    private Seeds() {}

    /**
     * Lists the seeds to try: the one of the system property {@code chaski.seed} if it is set, otherwise 1 up to the
     * value of {@code chaski.seeds}.
     *
     * @return at least one seed, each positive unless replayed
     */
    public static LongStream all() {
        Long replayed = Long.getLong("chaski.seed");
        if (replayed != null) {
            return LongStream.of(replayed);
        }
        return LongStream.rangeClosed(1, Math.max(1, Integer.getInteger("chaski.seeds", DEFAULT_COUNT)));
    }
}
