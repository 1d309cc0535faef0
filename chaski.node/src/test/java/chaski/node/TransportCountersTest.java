package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.network.SimulatedLink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The counters of transports are among the counters of their node while they are bound. */
class TransportCountersTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void whatEachTransportCountsIsToldByTheNode() {
        TwoWays scene = new TwoWays(1);
        assertThat(scene.a.node.counters()).containsEntry("mem.dials", 1L).doesNotContainKey("alt.dials");

        scene.mem.mood(FickleTransport.Mood.REFUSES);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.world.await("it is back", () -> !scene.link().isEmpty() && scene.alt.dials() > 0, SOON);

        assertThat(scene.mem.dials()).isGreaterThan(1);
        assertThat(scene.a.node.counters())
                .containsEntry("mem.dials", (long) scene.mem.dials())
                .containsEntry("alt.dials", (long) scene.alt.dials())
                .as("those of the engine are there, too")
                .containsEntry("sessions.begun", 1L);
    }

    @Test
    void theyGoWithTheTransport() {
        TwoWays scene = new TwoWays(1);

        scene.goAway(scene.mem);

        assertThat(scene.a.node.counters()).doesNotContainKey("mem.dials").containsEntry("alt.dials", 1L);
    }
}
