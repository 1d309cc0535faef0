package chaski.api.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import chaski.api.remote.RemoteLimits;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Values that bound each other are set in any order, and refused where they are given to a node. */
final class BoundedValuesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void heartbeatsAreSetInAnyOrder() {
        HeartbeatConfig up = HeartbeatConfig.DEFAULT
                .interval(SECOND.multipliedBy(20))
                .suspectAfter(SECOND.multipliedBy(40))
                .downAfter(SECOND.multipliedBy(60));
        HeartbeatConfig down = HeartbeatConfig.DEFAULT
                .downAfter(SECOND.multipliedBy(3))
                .suspectAfter(SECOND.multipliedBy(2))
                .interval(SECOND);

        assertThat(NodeConfig.DEFAULT.heartbeat(up).heartbeat()).isSameAs(up);
        assertThat(NodeConfig.DEFAULT.heartbeat(down).heartbeat()).isSameAs(down);
    }

    @Test
    void heartbeatsThatContradictEachOtherAreRefused() {
        HeartbeatConfig late = HeartbeatConfig.DEFAULT.suspectAfter(SECOND.multipliedBy(20));

        assertThatThrownBy(() -> NodeConfig.DEFAULT.heartbeat(late))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("heartbeat.downAfter: expected PT20.001S to PT3H, got PT10S");
        assertThatThrownBy(() -> Chaski.node().heartbeat(HeartbeatConfig.DEFAULT.suspectAfter(SECOND)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("heartbeat.suspectAfter: expected PT2.501S to PT2H, got PT1S");
    }

    @Test
    void heartbeatDoesNotPingMoreOftenThanPeersAccept() {
        assertThatThrownBy(() -> HeartbeatConfig.DEFAULT.interval(Duration.ofMillis(199)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("heartbeat.interval", "PT0.2S", "PT0.199S");
        assertThat(HeartbeatConfig.DEFAULT.interval(Duration.ofMillis(200)).interval())
                .hasMillis(200);
    }

    @Test
    void boundsOfTheBackoffDoNotFall() {
        ReconnectConfig first = ReconnectConfig.DEFAULT.first(SECOND.plusMillis(1));
        ReconnectConfig cap = ReconnectConfig.DEFAULT.cap(SECOND.minusMillis(1));

        assertThatThrownBy(() -> NodeConfig.DEFAULT.reconnect(first))
                .hasMessage("reconnect.capWhileResumable: expected PT1.001S to PT1H, got PT1S");
        assertThatThrownBy(() -> NodeConfig.DEFAULT.reconnect(cap))
                .hasMessage("reconnect.cap: expected PT1S to PT1H, got PT0.999S");
        assertThat(NodeConfig.DEFAULT.reconnect(first.capWhileResumable(SECOND.multipliedBy(2))))
                .isNotEqualTo(NodeConfig.DEFAULT);
    }

    @Test
    void allLogsTogetherAreNotSmallerThanOne() {
        SessionConfig session = SessionConfig.DEFAULT.totalLogBytes(128 << 10);

        assertThatThrownBy(() -> NodeConfig.DEFAULT.session(session))
                .hasMessage("session.totalLogBytes: expected 8388608 to " + Long.MAX_VALUE + ", got 131072");
        assertThat(NodeConfig.DEFAULT
                        .session(session.sendLogBytes(128 << 10))
                        .session()
                        .totalLogBytes())
                .isEqualTo(128 << 10);
    }

    @Test
    void theDefaultOfAllLogsIsLargeEnoughForOne() {
        SessionConfig large = SessionConfig.DEFAULT.sendLogBytes(1L << 30);

        assertThat(large.totalLogBytes()).isGreaterThanOrEqualTo(1L << 30);
        assertThat(NodeConfig.DEFAULT.session(large).session()).isSameAs(large);
    }

    @Test
    void limitsForAllPeersAreNotBelowThoseForOne() {
        assertThatThrownBy(() -> NodeConfig.DEFAULT.limits(Limits.DEFAULT.topicsPerPeer(65_537)))
                .hasMessage("limits.topicsPerNode: expected 65537 to 10000000, got 65536");
        assertThatThrownBy(() -> NodeConfig.DEFAULT.configure(RemoteLimits.DEFAULT.callsPerNode(1023)))
                .hasMessage("limits.callsPerNode: expected 1024 to 10000000, got 1023");
        assertThatThrownBy(() -> NodeConfig.DEFAULT.configure(RemoteLimits.DEFAULT.streamsPerNode(255)))
                .hasMessage("limits.streamsPerNode: expected 256 to 10000000, got 255");
    }

    @Test
    void aNodeDoesNotDenyItself() {
        NodeId id = new NodeId(new UUID(0, 1));

        assertThatThrownBy(() -> NodeConfig.DEFAULT.id(id).deny(Set.of(id)))
                .hasMessage("deny: expected ids of other nodes, got this node's own");
        assertThatThrownBy(() -> NodeConfig.DEFAULT.deny(Set.of(id)).id(id))
                .hasMessage("deny: expected ids of other nodes, got this node's own");
    }
}
