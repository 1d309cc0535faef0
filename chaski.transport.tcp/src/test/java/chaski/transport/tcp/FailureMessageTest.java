package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.ConnectTimeoutException;
import chaski.api.transport.Link;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the errors state: what was attempted, what happened, and what to do. */
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class FailureMessageTest {

    @Parameter
    TcpSocketKind kind;

    private TcpTransport transport;

    @BeforeEach
    void open() {
        transport = kind.transport();
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void refusedConnectSaysThatNothingListens() {
        Endpoint free = freePort("127.0.0.1");

        assertThat(failure(free)).hasMessage("nothing listens on " + free + " (connection refused)");
    }

    @Test
    void hostNameIsRefusedSinceTheCallerResolves() {
        Endpoint named = Endpoint.parse("tcp://localhost:7601");
        String message = "expected an IP address as the host of tcp://localhost:7601, got a name; resolve it first";

        assertThat(failure(named)).hasMessage(message);
        assertThatThrownBy(() -> transport.listen(named, Link::close))
                .isInstanceOf(TransportException.class)
                .hasMessage(message);
    }

    @Test
    void silenceIsReportedWithWhatToCheck() throws Exception {
        try (SilentPort silent = SilentPort.at("127.0.0.1", 0)) {
            assertThat(failure(silent.endpoint(), Duration.ofMillis(100)))
                    .isInstanceOf(ConnectTimeoutException.class)
                    .hasMessage(silent.endpoint() + " did not answer within 100 ms; check the address and firewalls");
        }
    }

    @Test
    void connectToPortZeroIsExplained() {
        assertThat(failure(TcpListenerFixture.ANY_PORT))
                .hasMessage("cannot connect to tcp://127.0.0.1:0: port 0 is only for listening");
    }

    @Test
    void schemeOfAnotherTransportIsExplained() {
        Endpoint udp = Endpoint.parse("udp://127.0.0.1:7601");
        String message = "expected an endpoint of the scheme tcp, got udp://127.0.0.1:7601;"
                + " ask the transport of the scheme udp";

        assertThat(failure(udp)).hasMessage(message);
        assertThatThrownBy(() -> transport.listen(udp, Link::close))
                .isInstanceOf(TransportException.class)
                .hasMessage(message);
    }

    @Test
    void portInUseIsExplained() {
        Endpoint taken =
                transport.listen(TcpListenerFixture.ANY_PORT, Link::close).bound();

        assertThatThrownBy(() -> transport.listen(taken, Link::close))
                .isInstanceOf(TransportException.class)
                .hasMessage("cannot bind " + taken
                        + ": address already in use; choose another port, or port 0 for any free one");
    }

    @Test
    void addressOfAnotherMachineIsExplained() {
        Endpoint other = Endpoint.parse("tcp://192.0.2.1:0");

        assertThatThrownBy(() -> transport.listen(other, Link::close))
                .isInstanceOf(TransportException.class)
                .hasMessage("cannot bind tcp://192.0.2.1:0: this machine has no such address");
    }

    @Test
    void closedTransportIsExplained() {
        transport.close();

        assertThat(failure(Endpoint.parse("tcp://127.0.0.1:7601")))
                .hasMessage("cannot use tcp://127.0.0.1:7601: the transport is closed");
    }

    private Throwable failure(Endpoint remote) {
        return failure(remote, Duration.ofSeconds(30));
    }

    private Throwable failure(Endpoint remote, Duration timeout) {
        try {
            Link link = transport
                    .connect(remote, ConnectOptions.DEFAULT.timeout(timeout))
                    .toCompletableFuture()
                    .get();
            throw new AssertionError("expected a failure, got the " + link);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(TransportException.class);
            return e.getCause();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A port that was bound a moment ago and is free again. */
    private Endpoint freePort(String host) {
        try (var listener = transport.listen(TcpListenerFixture.ANY_PORT.withHost(host), Link::close)) {
            return listener.bound();
        }
    }
}
