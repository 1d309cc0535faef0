package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import org.junit.jupiter.api.Tag;

/**
 * The contract of transports, for the sockets of the JDK, which are the only ones on other systems and on the module
 * path.
 */
@Tag("slow")
class UdpNioContractTest extends UdpContract {

    @Override
    protected Transport create() {
        return UdpSocketKind.NIO.transport();
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse(UdpIpv6.isThere() ? "udp://[::1]:0" : "udp://127.0.0.1:0");
    }
}
