package chaski.transport.quic;

import chaski.api.Endpoint;
import org.junit.jupiter.api.Tag;

/** The contract of transports, on the sockets that this machine chooses. */
@Tag("slow")
class QuicContractTest extends QuicContract {

    @Override
    QuicTransport plain() {
        return new QuicTransport();
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("quic://127.0.0.1:0");
    }
}
