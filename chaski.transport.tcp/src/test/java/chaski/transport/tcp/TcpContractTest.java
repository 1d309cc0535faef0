package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import chaski.testkit.contract.TransportContract;

/** The contract of transports, on the sockets that this machine chooses. */
class TcpContractTest extends TransportContract {

    @Override
    protected Transport create() {
        return new TcpTransport();
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("tcp://127.0.0.1:0");
    }
}
