package chaski.node.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainSecurityTest {

    private static final Transport INTERNET = new Named(Set.of(Feature.RELIABLE, Feature.IP_HOSTS));
    private static final Transport MEMORY = new Named(Set.of(Feature.RELIABLE));

    private final NodeSecurity local = open(SecurityConfig.DEFAULT);

    private static NodeSecurity open(SecurityConfig config) {
        return NodeSecurity.open(config, () -> Instant.EPOCH, new Random(1));
    }

    /** A transport that is never used. */
    private record Named(Set<Feature> features) implements Transport {

        @Override
        public String scheme() {
            return "net";
        }

        @Override
        public Listener listen(Endpoint local, LinkAcceptor acceptor) {
            throw new AssertionError("not expected");
        }

        @Override
        public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
            throw new AssertionError("not expected");
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"net://127.0.0.1:1", "net://127.255.0.9:1", "net://[::1]:1"})
    void aNodeWithoutIdentityReachesItsMachine(String endpoint) {
        assertThatCode(() -> local.checkPermitted(Endpoint.parse(endpoint), INTERNET))
                .doesNotThrowAnyException();
    }

    /** An unspecified address includes those of other interfaces; a private one is another machine's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "net://0.0.0.0:1",
                "net://[::]:1",
                "net://10.0.0.1:1",
                "net://192.0.2.1:1",
                "net://[2001:db8::1]:1",
                "net://[fe80::1]:1"
            })
    void aNodeWithoutIdentityDoesNotLeaveItsMachine(String endpoint) {
        assertThatThrownBy(() -> local.checkPermitted(Endpoint.parse(endpoint), INTERNET))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(endpoint)
                .hasMessageContaining("--identity")
                .hasMessageContaining("--insecure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"net://0.0.0.0:1", "net://192.0.2.1:1"})
    void anOpenNodeMay(String endpoint) {
        assertThatCode(() -> open(SecurityConfig.OPEN).checkPermitted(Endpoint.parse(endpoint), INTERNET))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"net://anywhere:1"})
    void hostsInMemoryAreOfThisMachine(String endpoint) {
        assertThatCode(() -> local.checkPermitted(Endpoint.parse(endpoint), MEMORY))
                .doesNotThrowAnyException();
    }
}
