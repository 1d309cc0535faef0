package chaski.streamer.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.Coverage;
import chaski.testkit.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded worlds of whole nodes with streamers keep the guarantees, end every wait and leave nothing behind. {@code
 * -Dchaski.worlds=2000} runs more of them, {@code -Dchaski.seed=42} replays one and logs its events with {@code
 * -Dchaski.simulation.log=true}.
 */
class StreamerWorldTest {

    private static final System.Logger LOG = System.getLogger(StreamerWorldTest.class.getName());

    /** A world here takes as long as six of the engine's. */
    private static final int PART = 6;

    /** With so many worlds everything must have been covered. */
    private static final int WHOLE = 25;

    private static final int LEAST_TIMES = 5;

    private static final Coverage<WorldSituation> COVERAGE = new Coverage<>(WorldSituation.class);
    private static long worlds;

    static LongStream seeds() {
        if (Long.getLong("chaski.seed") != null) {
            return Seeds.all();
        }
        long all = Long.getLong("chaski.worlds", 1);
        return LongStream.rangeClosed(1, Math.max(Seeds.all().count(), all > 300 ? all : all / PART));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void worldKeepsThePromise(long seed) {
        StreamerWorld.Outcome outcome = new StreamerWorld(seed).run();
        worlds++;
        COVERAGE.addAll(outcome.coverage());
        assertThat(outcome.problems()).as("seed %d", seed).isEmpty();
    }

    @Test
    void theSameSeedRunsTheSameWayTwice() {
        assertThat(new StreamerWorld(7).run().digest())
                .isEqualTo(new StreamerWorld(7).run().digest());
    }

    /** Worlds in which nothing happens prove nothing. */
    @AfterAll
    static void everythingHappenedOftenEnough() {
        LOG.log(System.Logger.Level.INFO, "{0} worlds, {1}", worlds, COVERAGE);
        if (worlds >= WHOLE) {
            for (WorldSituation happening : WorldSituation.values()) {
                assertThat(COVERAGE.count(happening))
                        .as("how often %s happened", happening)
                        .isGreaterThanOrEqualTo(LEAST_TIMES);
            }
        }
    }
}
