package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import chaski.testkit.contract.TransportContract;

/** The contract of transports, on the sockets of the JDK: on other systems and on the module path there are no others. */
class NioContractTest extends TransportContract {

    @Override
    protected Transport create() {
        return new TcpTransport(NioSockets::new);
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("tcp://[::1]:0");
    }
}
