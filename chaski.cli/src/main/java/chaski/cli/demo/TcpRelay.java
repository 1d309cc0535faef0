package chaski.cli.demo;

import chaski.api.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Forwards TCP connections on the loopback interface, and resets them on demand: both sides see a connection reset by
 * peer, and bytes in flight are lost. Thread-safe.
 */
final class TcpRelay implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final List<Connection> live = new ArrayList<>();
    private @Nullable Endpoint target;
    private boolean closed;

    private TcpRelay(ServerSocket server) {
        this.server = server;
    }

    /**
     * Opens a relay on any free port.
     *
     * @return the relay; connections wait until its destination is set
     * @throws IOException if no port can be bound
     */
    static TcpRelay open() throws IOException {
        TcpRelay relay = new TcpRelay(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        relay.start("accept", relay::accept);
        return relay;
    }

    /** {@return the endpoint at which others connect} */
    Endpoint endpoint() {
        return new Endpoint("tcp", server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    /**
     * Sets the destination of connections.
     *
     * @param endpoint a listening endpoint
     */
    synchronized void leadTo(Endpoint endpoint) {
        target = endpoint;
        notifyAll();
    }

    /**
     * Resets one of the connections.
     *
     * @param random chooses the connection
     * @return true if there was one
     */
    boolean reset(RandomGenerator random) {
        Connection victim;
        synchronized (this) {
            if (live.isEmpty()) {
                return false;
            }
            victim = live.remove(random.nextInt(live.size()));
        }
        victim.reset();
        return true;
    }

    @Override
    public void close() throws IOException {
        List<Connection> all;
        synchronized (this) {
            closed = true;
            notifyAll();
            all = List.copyOf(live);
            live.clear();
        }
        server.close();
        all.forEach(Connection::reset);
    }

    private void accept() throws IOException, InterruptedException {
        while (true) {
            Socket near = server.accept();
            Endpoint to = awaitTarget();
            if (to == null) {
                near.close();
                return;
            }
            connect(near, to);
        }
    }

    private void connect(Socket near, Endpoint to) throws IOException {
        try {
            Socket far = new Socket(to.host(), to.port());
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            begin(new Connection(near, far));
        } catch (IOException e) {
            // nothing listens there now; the client detects that when its own connection closes
            near.close();
        }
    }

    private void begin(Connection connection) {
        synchronized (this) {
            if (closed) {
                connection.reset();
                return;
            }
            live.add(connection);
        }
        start("there", () -> pump(connection, connection.near, connection.far));
        start("back", () -> pump(connection, connection.far, connection.near));
    }

    private synchronized @Nullable Endpoint awaitTarget() throws InterruptedException {
        while (target == null && !closed) {
            wait();
        }
        return closed ? null : target;
    }

    /** Copies until one of the sides ends, and then ends both. */
    private void pump(Connection connection, Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } finally {
            synchronized (this) {
                live.remove(connection);
            }
            connection.close();
        }
    }

    private void start(String what, Task task) {
        Runnable body = () -> {
            try {
                task.run();
            } catch (IOException e) {
                // The connection or the relay has ended, by a reset of the relay or by one of the sides; both sides are
                // notified.
                assert e.getMessage() != null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Thread thread = new Thread(body, "relay-" + server.getLocalPort() + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    /** The task of a thread of the relay. */
    private interface Task {

        void run() throws IOException, InterruptedException;
    }

    /** A connection and the one to which it is forwarded. */
    private record Connection(Socket near, Socket far) {

        void reset() {
            try {
                // Closing with a linger time of zero sends a reset instead of an orderly end.
                near.setSoLinger(true, 0);
                far.setSoLinger(true, 0);
            } catch (IOException e) {
                // one of them is closed already; only the other remains to be closed
                assert e.getMessage() != null;
            }
            close();
        }

        void close() {
            closeQuietly(near);
            closeQuietly(far);
        }

        private static void closeQuietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("closing a socket failed", e);
            }
        }
    }
}
