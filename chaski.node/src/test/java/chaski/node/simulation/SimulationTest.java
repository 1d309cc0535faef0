package chaski.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Worlds by seed keep the promise, and a seed is a whole world: it runs the same way twice. */
class SimulationTest {

    private static final System.Logger LOG = System.getLogger(SimulationTest.class.getName());

    /** {@code -Dchaski.world=N} replays one world; {@code -Dchaski.worlds=FIRST-LAST} runs others than the usual ones. */
    private static LongStream seeds() {
        Long replayed = Long.getLong("chaski.world");
        if (replayed != null) {
            return LongStream.of(replayed);
        }
        String[] range = System.getProperty("chaski.worlds", "12-38").split("-");
        return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
    }

    @Test
    void everyWorldKeepsThePromise() {
        Coverage coverage = new Coverage();
        List<String> broken = new ArrayList<>();
        seeds().forEach(seed -> {
            World.Outcome outcome = new World(seed).run();
            coverage.addAll(outcome.coverage());
            outcome.problems().forEach(p -> broken.add("seed " + seed + ": " + p));
        });
        LOG.log(System.Logger.Level.INFO, "{0}", coverage);
        assertThat(broken).isEmpty();
    }

    @Test
    void theSameSeedRunsTheSameWayTwice() {
        assertThat(new World(23).run().digest()).isEqualTo(new World(23).run().digest());
    }
}
