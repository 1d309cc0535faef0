package chaski.api.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The defaults pass the checks of users' values. */
final class DefaultsTest {

    @Test
    void builderWithNothingSetHasTheDefaults() {
        NodeConfig config = Chaski.node().config();

        assertThat(config.session()).isSameAs(SessionConfig.DEFAULT);
        assertThat(config.heartbeat()).isSameAs(HeartbeatConfig.DEFAULT);
        assertThat(config.reconnect()).isSameAs(ReconnectConfig.DEFAULT);
        assertThat(config.link()).isSameAs(LinkConfig.DEFAULT);
        assertThat(config.pairing()).isSameAs(PairingConfig.DEFAULT);
        assertThat(config.limits()).isSameAs(Limits.DEFAULT);
    }
}
