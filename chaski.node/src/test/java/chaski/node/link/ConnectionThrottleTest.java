package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Limits;
import chaski.node.wire.RefusalCode;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionThrottleTest {

    private static final Limits LIMITS = Limits.DEFAULT.connectionsPerAddress(12);

    private final Simulation world = new Simulation(1);
    private final ConnectionThrottle gate = new ConnectionThrottle(() -> LIMITS, world.environment("a"));

    @Test
    void anAddressMayBeginABurstAndThenFiveHandshakesASecond() {
        for (int i = 0; i < 10; i++) {
            assertThat(gate.enter("192.0.2.1")).isNull();
            gate.leave("192.0.2.1");
        }
        assertThat(refusal("192.0.2.1")).contains("limits.handshakesPerSecond");
        assertThat(gate.enter("192.0.2.2")).isNull();

        world.run(Duration.ofMillis(200));

        assertThat(gate.enter("192.0.2.1")).isNull();
        assertThat(refusal("192.0.2.1")).contains("limits.handshakesPerSecond");
    }

    @Test
    void anAddressMayHaveSoManyLinks() {
        for (int i = 0; i < 12; i++) {
            world.run(Duration.ofSeconds(1));
            assertThat(gate.enter("192.0.2.1")).isNull();
        }
        world.run(Duration.ofSeconds(1));
        assertThat(refusal("192.0.2.1")).contains("limits.connectionsPerAddress");

        gate.leave("192.0.2.1");

        assertThat(gate.enter("192.0.2.1")).isNull();
    }

    @Test
    void loopbackIsExempt() {
        for (int i = 0; i < 1000; i++) {
            assertThat(gate.enter("127.0.0.1")).isNull();
            assertThat(gate.enter("::1")).isNull();
            assertThat(gate.enter("localhost")).isNull();
        }
    }

    /** So that the nodes behind one router do not all dial again at the same time. */
    @Test
    void thoseThatComeTooSoonAreGivenTimesOneAfterAnother() {
        for (int i = 0; i < 10; i++) {
            gate.enter("192.0.2.1");
            gate.leave("192.0.2.1");
        }
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            LinkRefusal refusal = gate.enter("192.0.2.1");
            assertThat(refusal.refused().code()).isEqualTo(RefusalCode.BUSY);
            times.add(refusal.refused().value());
        }
        assertThat(times.subList(0, 5)).containsExactly(201L, 401L, 601L, 801L, 1001L);
        assertThat(times).allMatch(millis -> millis <= 10_001);
    }

    private String refusal(String host) {
        LinkRefusal refusal = gate.enter(host);
        return refusal == null ? "" : refusal.refused().text();
    }
}
