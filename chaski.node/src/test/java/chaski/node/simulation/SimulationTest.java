package chaski.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.Coverage;
import chaski.testkit.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded worlds keep the guarantees. {@code -Dchaski.seeds=1000} runs more of them, {@code -Dchaski.seed=42} runs one
 * again and logs its events with {@code -Dchaski.simulation.log=true}.
 */
class SimulationTest {

    private static final System.Logger LOG = System.getLogger(SimulationTest.class.getName());

    /** With so many worlds everything must have been covered; fewer may not suffice. */
    private static final int WHOLE = 150;

    private static final int LEAST_TIMES = 50;

    private static final Coverage<Seen> COVERAGE = new Coverage<>(Seen.class);
    private static long worlds;

    static LongStream seeds() {
        boolean one = Long.getLong("chaski.seed") != null;
        long count = Math.max(Seeds.all().count(), Long.getLong("chaski.worlds", 1));
        return one ? Seeds.all() : LongStream.rangeClosed(1, count);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void worldKeepsThePromise(long seed) {
        World.Outcome outcome = new World(seed).run();
        worlds++;
        COVERAGE.addAll(outcome.coverage());
        assertThat(outcome.problems()).as("seed %d", seed).isEmpty();
    }

    @Test
    void theSameSeedRunsTheSameWayTwice() {
        assertThat(new World(23).run().digest()).isEqualTo(new World(23).run().digest());
    }

    /** Worlds in which nothing happens prove nothing. */
    @AfterAll
    static void everythingHappenedOftenEnough() {
        LOG.log(System.Logger.Level.INFO, "{0} worlds, {1}", worlds, COVERAGE);
        if (worlds >= WHOLE) {
            for (Seen seen : Seen.values()) {
                assertThat(COVERAGE.count(seen))
                        .as("how often %s happened", seen)
                        .isGreaterThanOrEqualTo(LEAST_TIMES);
            }
        }
    }
}
