package chaski.transport.tcp;

import java.util.function.Supplier;

/** The kinds of sockets that tests run on. */
enum TcpSocketKind {
    /** What this machine chooses: native sockets if they are available. */
    BEST(TcpSockets::best),
    /** The sockets of every machine. */
    NIO(NioTcpSockets::new);

    /** So that no test depends on how fast the machine is. */
    private static final long LONG_MS = 60_000;

    private final Supplier<TcpSockets> sockets;

    TcpSocketKind(Supplier<TcpSockets> sockets) {
        this.sockets = sockets;
    }

    TcpTransport transport() {
        return new TcpTransport(sockets, LONG_MS);
    }

    TcpTransport lingering(long lingerMs) {
        return new TcpTransport(sockets, lingerMs);
    }
}
