package chaski.api.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.node.Node;
import chaski.api.node.NodeConfig;
import org.junit.jupiter.api.Test;

/** The limits of the remote, and how a node's configuration stores them. */
class RemoteLimitsTest {

    @Test
    void whatIsNotSetHasItsDefault() {
        RemoteLimits limits = RemoteLimits.builder().callsPerPeer(5).build();

        assertThat(limits.callsPerPeer()).isEqualTo(5);
        assertThat(limits.callsPerNode()).isEqualTo(RemoteLimits.DEFAULT.callsPerNode());
        assertThat(limits).isNotEqualTo(RemoteLimits.DEFAULT);
        assertThat(RemoteLimits.builder().build())
                .isEqualTo(RemoteLimits.DEFAULT)
                .hasSameHashCodeAs(RemoteLimits.DEFAULT);
    }

    @Test
    void aValueOutOfItsRangeIsRefusedByItsKey() {
        RemoteLimits.Builder zero = RemoteLimits.builder().streamItems(0);
        assertThatThrownBy(zero::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("limits.streamItems: expected 1 to 65536, got 0");
    }

    @Test
    void theLimitForAllPeersIsNotBelowThatForOne() {
        RemoteLimits.Builder calls = RemoteLimits.builder().callsPerPeer(10).callsPerNode(9);
        assertThatThrownBy(calls::build).hasMessageContaining("limits.callsPerNode");
        RemoteLimits.Builder streams = RemoteLimits.builder().streamsPerPeer(10).streamsPerNode(9);
        assertThatThrownBy(streams::build).hasMessageContaining("limits.streamsPerNode");
    }

    @Test
    void aNodeKeepsThemByTheirClass() {
        RemoteLimits limits = RemoteLimits.builder().callsPerPeer(5).build();
        NodeConfig config = new Node.Builder().configure(limits).config();

        assertThat(config.service(RemoteLimits.class, RemoteLimits.DEFAULT)).isSameAs(limits);
        assertThat(new Node.Builder().config().service(RemoteLimits.class, RemoteLimits.DEFAULT))
                .isSameAs(RemoteLimits.DEFAULT);
    }
}
