package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running node without an identity reaches its own machine only. */
class LocalNodeTest {

    @ParameterizedTest
    @ValueSource(strings = {"tcp://192.0.2.1:7601", "tcp://[2001:db8::1]:7601", "tcp://0.0.0.0:0"})
    void anotherMachineIsRefusedAtOnceWithBothWaysOut(String endpoint) {
        try (NodeOverTcp node =
                new NodeOverTcp("local", Optional.empty(), builder -> builder.listen("tcp://127.0.0.1:0"))) {
            Endpoint other = Endpoint.parse(endpoint);

            assertThatThrownBy(() -> node.node().join(other))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("--identity")
                    .hasMessageContaining("--insecure");
            assertThatThrownBy(() -> node.node().listen(other)).isInstanceOf(TransportException.class);
        }
    }
}
