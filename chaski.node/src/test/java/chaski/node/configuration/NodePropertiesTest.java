package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeConfig;
import chaski.api.node.PairingConfig.Bootstrap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePropertiesTest {

    @Test
    void whatIsNotSetHasTheDefaultOfTheInterface() {
        assertThat(NodeProperties.read(Map.of()))
                .isEqualTo(chaski.api.node.Chaski.node().config());
    }

    @Test
    void whatTheFrameworkAddsIsPassedOver() {
        assertThat(NodeProperties.read(Map.of(
                        "service.pid", "chaski.node~a",
                        "service.factoryPid", "chaski.node",
                        "component.id", 7L,
                        "felix.fileinstall.filename", "file:/x",
                        ".secret", "s")))
                .isEqualTo(NodeProperties.read(Map.of()));
    }

    @Test
    void listsAreArraysCollectionsOrTextsWithCommas() {
        List<Endpoint> both = List.of(Endpoint.parse("tcp://a:1"), Endpoint.parse("tcp://[::1]:2"));

        for (Object listen : List.of(
                new String[] {"tcp://a:1", "tcp://[::1]:2"},
                List.of("tcp://a:1", "tcp://[::1]:2"),
                " tcp://a:1, tcp://[::1]:2 ,")) {
            assertThat(NodeProperties.read(Map.of("listen", listen)).listen()).isEqualTo(both);
        }
    }

    @Test
    void propertyFilesHaveNothingButTexts() {
        NodeConfig config = NodeProperties.read(Map.of(
                "id", "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e",
                "observer", "true",
                "session.resumeTimeoutMs", " 60000 ",
                "pairing.bootstrap", "disconnect",
                "limits.peers", "12"));

        assertThat(config.id()).hasToString("Optional[3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e]");
        assertThat(config.observer()).isTrue();
        assertThat(config.session().resumeTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.pairing().bootstrap()).isEqualTo(Bootstrap.DISCONNECT);
        assertThat(config.limits().peers()).isEqualTo(12);
    }

    @Test
    void idsAreReadAsListsAre() {
        String one = "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e";
        String other = "00000000-0000-0000-0000-000000000002";

        for (Object deny : List.of(new String[] {one, other}, " " + one + ", " + other, List.of(other, one, other))) {
            assertThat(NodeProperties.read(Map.of("deny", deny)).deny())
                    .containsExactlyInAnyOrder(NodeId.parse(one), NodeId.parse(other));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Listen, listen",
        "lisen, listen",
        "session.resumeTimeout, session.resumeTimeoutMs",
        "sessionResumeTimeoutMs, session.resumeTimeoutMs",
        "limits.maxPeers, limits.peers",
        "heartbeat.interavlMs, heartbeat.intervalMs",
        "adverstise, advertise",
        "chaski.name, name"
    })
    void anUnknownKeyIsNamedWithTheNearest(String written, String meant) {
        assertThatThrownBy(() -> NodeProperties.read(Map.of(written, "x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("unknown key '" + written + "'; the nearest is '" + meant + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "session.resumeTimeoutMs, 3600001, 'got ''3600001''; the nearest is 3600000'",
        "reconnect.firstMs, 0, 'expected a whole number from 1 to 60000, got ''0''; the nearest is 1'",
        "limits.peers, many, 'expected a whole number from 1 to 1000000, got ''many'''",
        "observer, ture, 'expected true or false, got ''ture''; the nearest is true'",
        "pairing.bootstrap, leave, 'expected one of [KEEP, DISCONNECT], got ''leave''; the nearest is KEEP'",
        "listen, 127.0.0.1:1, 'expected an endpoint such as tcp://127.0.0.1:7601'",
        "id, me, 'expected a UUID such as'",
        "deny, them, 'expected a UUID such as'",
        "name, ' ', 'expected 1 to 256 printable characters'"
    })
    void aWrongValueIsNamedWithWhatWouldBeRight(String key, String value, String reported) {
        assertThatThrownBy(() -> NodeProperties.read(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(reported);
    }

    @Test
    void theLeastOfAllKeysGoTogetherAndSoDoTheMost() {
        Map<String, Object> least = new HashMap<>();
        Map<String, Object> most = new HashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all().values()) {
            if (key.type().isNumber()) {
                least.put(key.name(), key.type().min());
                most.put(key.name(), key.type().max());
            }
        }

        assertThat(NodeProperties.read(least).limits().peers()).isEqualTo(1);
        assertThat(NodeProperties.read(most).limits().peers()).isEqualTo(1_000_000);
    }

    @Test
    void valuesThatDoNotGoTogetherAreNamed() {
        assertThatThrownBy(() -> NodeProperties.read(Map.of("heartbeat.suspectAfterMs", 2_000L)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("heartbeat.suspectAfter");
        assertThatThrownBy(() -> NodeProperties.read(Map.of("limits.peers", 1.5)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("limits.peers: expected a whole number");
    }
}
