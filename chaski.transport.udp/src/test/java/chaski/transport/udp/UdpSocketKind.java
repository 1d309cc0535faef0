package chaski.transport.udp;

import java.util.function.Supplier;

/** The kinds of sockets that tests run on. */
enum UdpSocketKind {
    /** What this machine chooses: native where that is there. */
    BEST(UdpSockets::best),
    /** What every machine has. */
    NIO(NioUdpSockets::new);

    private final Supplier<UdpSockets> sockets;

    UdpSocketKind(Supplier<UdpSockets> sockets) {
        this.sockets = sockets;
    }

    UdpTransport transport() {
        return new UdpTransport(() -> new NettyRuntime(sockets.get()), 1_000);
    }
}
