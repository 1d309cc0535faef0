package chaski.transport.udp;

import java.util.function.Supplier;

/** The kinds of sockets that tests run on. */
enum UdpSocketKind {
    /** What this machine chooses: native sockets if they are available. */
    BEST(UdpSockets::best),
    /** The sockets of every machine. */
    NIO(NioUdpSockets::new);

    private final Supplier<UdpSockets> sockets;

    UdpSocketKind(Supplier<UdpSockets> sockets) {
        this.sockets = sockets;
    }

    UdpTransport transport() {
        return new UdpTransport(() -> new NettyRuntime(sockets.get()), 1_000);
    }
}
