package chaski.node.liveness;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PingLimitTest {

    private final Simulation world = new Simulation(3);
    private final PingLimit limit = new PingLimit(world.environment("a"));

    @Test
    void aBurstAndThenOneEvery200MsIsStood() {
        pings(10);
        for (int i = 0; i < 1000; i++) {
            world.run(Duration.ofMillis(200));
            pings(1);
        }
    }

    @Test
    void whoGoesOnIsCutOffAtTheThirdStrike() {
        pings(11);
        pings(2);

        assertThatThrownBy(limit::check).isInstanceOf(ProtocolException.class);
    }

    @Test
    void afterARestThereMayBeABurstAgain() {
        pings(10);
        world.run(Duration.ofSeconds(10));
        pings(10);
    }

    private void pings(int count) {
        for (int i = 0; i < count; i++) {
            assertThatCode(limit::check).doesNotThrowAnyException();
        }
    }
}
