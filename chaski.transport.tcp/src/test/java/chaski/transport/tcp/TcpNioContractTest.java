package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import org.junit.jupiter.api.Tag;

/**
 * The contract of transports, for the sockets of the JDK, which are the only ones on other systems and on the module
 * path.
 */
@Tag("slow")
class TcpNioContractTest extends TcpContract {

    @Override
    protected Transport create() {
        return TcpSocketKind.NIO.lingering(1_000);
    }

    @Override
    protected Endpoint listenEndpoint() {
        return TcpIpv6.isThere() ? Endpoint.parse("tcp://[::1]:0") : TcpListenerFixture.ANY_PORT;
    }
}
