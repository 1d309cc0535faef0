package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import org.junit.jupiter.api.Tag;

/** The contract of transports, on the sockets that this machine chooses. */
@Tag("slow")
class UdpContractTest extends UdpContract {

    @Override
    protected Transport create() {
        return new UdpTransport();
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("udp://127.0.0.1:0");
    }
}
