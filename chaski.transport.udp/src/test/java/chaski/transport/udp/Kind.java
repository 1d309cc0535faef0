package chaski.transport.udp;

import java.util.function.Supplier;

/** The kinds of sockets that tests run on. */
enum Kind {
    /** What this machine chooses: native where that is there. */
    BEST(Sockets::best),
    /** What every machine has. */
    NIO(NioSockets::new);

    private final Supplier<Sockets> sockets;

    Kind(Supplier<Sockets> sockets) {
        this.sockets = sockets;
    }

    UdpTransport transport() {
        return new UdpTransport(() -> new NettyIo(sockets.get()), 1_000);
    }
}
