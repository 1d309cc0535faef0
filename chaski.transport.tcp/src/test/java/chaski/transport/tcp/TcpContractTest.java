package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;

/** The contract of transports, for the sockets that this machine chooses. */
class TcpContractTest extends TcpContract {

    @Override
    protected Transport create() {
        return new TcpTransport();
    }

    @Override
    protected Endpoint listenEndpoint() {
        return TcpListenerFixture.ANY_PORT;
    }
}
