package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node that dials a dead port of its own machine again and again. Sooner or later the system chooses that very port
 * as the local one, and TCP connects it to itself. Linux uses the even ports for that, one after the other.
 */
@Tag("slow")
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class SelfConnectTest {

    private static final int DIALS = 15_000;

    @Parameter
    TcpSocketKind kind;

    @Test
    void deadPortIsNeverConnectedToItself() {
        try (TcpTransport transport = kind.transport()) {
            Endpoint dead = evenPort(transport);
            for (int i = 0; i < DIALS; i++) {
                assertThat(transport.connect(dead, ConnectOptions.DEFAULT))
                        .failsWithin(ConnectOptions.DEFAULT.timeout())
                        .withThrowableThat()
                        .withMessageContaining("nothing listens on " + dead);
            }
        }
    }

    /** A free port of those that the system assigns to connects; it assigns odd ones to listeners. */
    private static Endpoint evenPort(TcpTransport transport) {
        while (true) {
            try (var any = transport.listen(TcpListenerFixture.ANY_PORT, Link::close);
                    var even = transport.listen(any.bound().withPort(any.bound().port() ^ 1), Link::close)) {
                return even.bound();
            } catch (TransportException taken) {
                assertThat(taken).hasMessageContaining("address already in use");
            }
        }
    }
}
