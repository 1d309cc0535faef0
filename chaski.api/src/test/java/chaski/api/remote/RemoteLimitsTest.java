package chaski.api.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.node.Chaski;
import chaski.api.node.NodeConfig;
import org.junit.jupiter.api.Test;

/** The limits of the remote, and how a node's configuration stores them. */
class RemoteLimitsTest {

    @Test
    void aValueOutOfItsRangeIsRefusedByItsKey() {
        assertThatThrownBy(() -> RemoteLimits.DEFAULT.streamItems(0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("limits.streamItems: expected 1 to 65536, got 0");
    }

    @Test
    void aNodeKeepsThemByTheirClass() {
        RemoteLimits limits = RemoteLimits.DEFAULT.callsPerPeer(5);
        NodeConfig config = Chaski.node().configure(limits).config();

        assertThat(config.service(RemoteLimits.class, RemoteLimits.DEFAULT)).isSameAs(limits);
        assertThat(NodeConfig.DEFAULT.service(RemoteLimits.class, RemoteLimits.DEFAULT))
                .isSameAs(RemoteLimits.DEFAULT);
    }
}
