package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.IpAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A port that answers no connect: its backlog is full, and the kernel ignores further connects, as Linux does. */
final class SilentPort implements AutoCloseable {

    private static final int MOST_QUEUED = 16;
    private static final int ANSWER_MS = 300;

    private final ServerSocket server;
    private final List<Socket> queued = new ArrayList<>();

    private SilentPort(ServerSocket server) {
        this.server = server;
    }

    static SilentPort at(String address, int port) throws IOException {
        return find(address, port)
                .orElseGet(() -> Assumptions.abort("this system answers even when a listener's backlog is full"));
    }

    /** Tries to create one: empty if the system answers even when a listener's backlog is full. */
    static Optional<SilentPort> find(String address, int port) throws IOException {
        SilentPort silent = new SilentPort(new ServerSocket(port, 1, InetAddress.getByName(address)));
        for (int i = 0; i < MOST_QUEUED; i++) {
            Socket socket = new Socket();
            try {
                socket.connect(silent.server.getLocalSocketAddress(), ANSWER_MS);
                silent.queued.add(socket);
            } catch (SocketTimeoutException full) {
                socket.close();
                return Optional.of(silent);
            }
        }
        silent.close();
        return Optional.empty();
    }

    Endpoint endpoint() {
        return IpAddresses.endpoint("tcp", (InetSocketAddress) server.getLocalSocketAddress());
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        server.close();
    }
}
