package chaski.api.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class TransportErrorsTest {

    private static final Endpoint REMOTE = Endpoint.parse("tcp://192.0.2.1:7601");

    @Test
    void reasonIsFoundInAnyCause() {
        assertThat(TransportErrors.reason(new IOException("failed", new IOException("Broken pipe"))))
                .isEqualTo(TransportErrors.RESET);
        assertThat(TransportErrors.reason(new IOException())).isEqualTo("IOException");
        assertThat(TransportErrors.reason(new IOException("something else"))).isEqualTo("something else");
    }

    @Test
    void reasonOfAConnectIsKeptWithoutTheEndpoint() {
        ConnectFailedException failure =
                TransportErrors.cannotConnect(REMOTE, new IOException("Network is unreachable: /192.0.2.1:7601"));

        assertThat(failure).hasMessage("cannot connect to tcp://192.0.2.1:7601: the network is unreachable");
        assertThat(failure.reason()).isEqualTo("the network is unreachable");
        assertThat(TransportErrors.reason(failure)).isEqualTo("the network is unreachable");
    }

    @Test
    void onlyARefusalIsOne() {
        assertThat(TransportErrors.cannotConnect(REMOTE, new ConnectException("Connection refused")))
                .isInstanceOf(ConnectionRefusedException.class);
        assertThat(TransportErrors.cannotConnect(REMOTE, new IOException("No route to host")))
                .isNotInstanceOf(ConnectionRefusedException.class);
        assertThat(TransportErrors.noAnswer(REMOTE, 5, "firewalls"))
                .isNotInstanceOf(ConnectionRefusedException.class)
                .hasMessage("tcp://192.0.2.1:7601 did not answer within 5 ms; check firewalls");
    }

    @Test
    void onlyAResetIsOne() {
        assertThat(TransportErrors.broken(REMOTE, REMOTE, new IOException("Connection reset by peer")))
                .isInstanceOf(LinkResetException.class);
        assertThat(TransportErrors.broken(REMOTE, REMOTE, new IOException("Connection timed out")))
                .isNotInstanceOf(LinkResetException.class);
    }
}
