package chaski.transport.tcp;

import java.net.InetAddress;
import java.util.function.Supplier;

/** The kinds of sockets that tests run on. */
enum Kind {
    /** What this machine chooses: native where that is there. */
    BEST(Sockets::best),
    /** What every machine has. */
    NIO(NioSockets::new);

    /** So that no test depends on how fast the machine is. */
    private static final long LONG_MS = 60_000;

    private final Supplier<Sockets> sockets;

    Kind(Supplier<Sockets> sockets) {
        this.sockets = sockets;
    }

    TcpTransport transport() {
        return transport(InetAddress::getAllByName);
    }

    TcpTransport transport(NameResolver.Directory names) {
        return new TcpTransport(sockets, names, LONG_MS);
    }

    TcpTransport lingering(long lingerMs) {
        return new TcpTransport(sockets, InetAddress::getAllByName, lingerMs);
    }
}
