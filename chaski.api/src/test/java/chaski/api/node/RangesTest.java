package chaski.api.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Values that cannot work are refused where they are given. */
final class RangesTest {

    @Test
    void heartbeatDoesNotPingMoreOftenThanPeersStand() {
        assertThatThrownBy(() -> heartbeat(199))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("heartbeat.interval", "PT0.2S", "PT0.199S");
        assertThat(heartbeat(200).interval()).hasMillis(200);
    }

    private static HeartbeatConfig heartbeat(long intervalMs) {
        return new HeartbeatConfig(Duration.ofMillis(intervalMs), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
}
