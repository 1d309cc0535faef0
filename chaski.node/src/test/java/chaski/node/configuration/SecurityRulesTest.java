package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.security.SecurityConfig;
import chaski.api.security.SecurityMode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityRulesTest {

    @ParameterizedTest
    @CsvSource({
        "listen, tcp://0.0.0.0:7601",
        "listen, udp://[::]:0",
        "join, tcp://192.0.2.1:7601",
        "join, udp://[2001:db8::1]:1"
    })
    void aNodeWithoutIdentityIsRefusedAnEndpointOfAnotherMachine(String key, String endpoint) {
        assertThatThrownBy(() -> NodeProperties.read(Map.of(key, endpoint)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(endpoint)
                .hasMessageContaining("security.identity")
                .hasMessageContaining("security.mode=open");
        NodeProperties.read(Map.of(key, endpoint, "security.mode", "open"));
        NodeProperties.read(Map.of(key, endpoint, "security.identity", "/hub"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "tcp://[::1]:0", "tcp://localhost:0", "tcp://hub.example:7601"})
    void loopbackAddressesAndNamesAreNotRefused(String endpoint) {
        assertThat(NodeProperties.read(Map.of("listen", endpoint)).security()).isEqualTo(SecurityConfig.DEFAULT);
    }

    @Test
    void anIdentityMakesTheNodeClosed() {
        SecurityConfig security = NodeProperties.read(Map.of(
                        "security.identity", "/hub",
                        "security.instance", "one",
                        "security.refuseExpiredRevocations", "true"))
                .security();

        assertThat(security.mode()).isEqualTo(SecurityMode.CLOSED);
        assertThat(security.directory()).contains(Path.of("/hub"));
        assertThat(security.instance()).contains("one");
        assertThat(security.refusesExpiredRevocations()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"open, /hub, CLOSED", "local, /hub, CLOSED", "closed, '', security.identity", "secret, '', OPEN"})
    void aModeThatDoesNotFitTheIdentityIsRefused(String mode, String identity, String expected) {
        assertThatThrownBy(() -> NodeProperties.read(Map.of("security.mode", mode, "security.identity", identity)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("security.mode")
                .hasMessageContaining(expected);
    }

    @Test
    void anInstanceOrAnIdBesideTheWrongKeyIsRefused() {
        assertThatThrownBy(() -> NodeProperties.read(Map.of("security.instance", "one")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expected an identity");
        assertThatThrownBy(() -> NodeProperties.read(
                        Map.of("security.identity", "/hub", "id", "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("security.instance");
    }
}
