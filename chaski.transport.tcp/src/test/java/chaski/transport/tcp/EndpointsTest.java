package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Addresses of both families. */
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class EndpointsTest {

    @Parameter
    TcpSocketKind kind;

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:0, 127.0.0.1, 127.0.0.1",
        "tcp://[::1]:0, ::1, ::1",
        "tcp://[0:0:0:0:0:0:0:1]:0, ::1, ::1",
        "tcp://0.0.0.0:0, 0.0.0.0, 127.0.0.1",
        "tcp://[::]:0, ::, ::1",
        "tcp://[::]:0, ::, 127.0.0.1",
    })
    void boundEndpointIsToldAndReached(String local, String boundHost, String dialledHost) throws Exception {
        assumeFamily(local);
        try (TcpListenerFixture wire = new TcpListenerFixture(kind.transport(), Endpoint.parse(local))) {
            Endpoint bound = wire.bound();
            assertThat(bound.host()).isEqualTo(boundHost);
            assertThat(bound.port()).isPositive();

            Link dialled = wire.dial(bound.withHost(dialledHost));
            Link accepted = wire.accept();

            assertThat(dialled.remote()).isEqualTo(bound.withHost(dialledHost));
            assertThat(accepted.local()).isEqualTo(bound.withHost(dialledHost));
            assertThat(accepted.remote()).isEqualTo(dialled.local());
            RecordingLinkHandler receiver = RecordingLinkHandler.started(accepted);
            RecordingLinkHandler.started(dialled).send("through");
            receiver.awaitText("through");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1"})
    void peerOfAWildcardListenerHasItsOwnAddress(String peer) throws Exception {
        assumeFamily("::");
        try (TcpListenerFixture wire = new TcpListenerFixture(kind.transport(), Endpoint.parse("tcp://[::]:0"));
                Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(
                    InetAddress.getByName(peer), wire.bound().port()));

            Link accepted = wire.accept();

            assertThat(accepted.remote().host()).isEqualTo(peer);
            assertThat(accepted.local().host()).isEqualTo(peer);
        }
    }

    private static void assumeFamily(String address) {
        if (address.contains("::") || address.contains("[")) {
            TcpIpv6.assumeThere();
        }
    }
}
