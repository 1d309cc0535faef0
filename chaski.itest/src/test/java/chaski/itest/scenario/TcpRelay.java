package chaski.itest.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Forwards the connections of one port to another one, and resets them on request. Thread-safe. */
public final class TcpRelay implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    /** Two sockets, and how many directions have ended. */
    private record RelayedConnection(Socket front, Socket back, AtomicInteger ended) {}

    private final ServerSocket listener;
    private final int target;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<RelayedConnection> pairs = new CopyOnWriteArrayList<>();

    private TcpRelay(int port, int target) throws IOException {
        this.listener = new ServerSocket();
        this.listener.setReuseAddress(true);
        this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.target = target;
    }

    /**
     * Begins to forward.
     *
     * @param port the port to listen on, 0 for any
     * @param target the port to connect to
     * @return the relay
     * @throws IOException if the port is in use
     */
    public static TcpRelay start(int port, int target) throws IOException {
        TcpRelay relay = new TcpRelay(port, target);
        thread(relay::accept);
        return relay;
    }

    /** {@return the port it listens on} */
    public int port() {
        return listener.getLocalPort();
    }

    /** {@return the number of connections that it has accepted} */
    public int accepted() {
        return accepted.get();
    }

    /**
     * Resets one of the connections.
     *
     * @param random chooses it
     * @return whether there was one
     */
    public boolean resetOne(Random random) {
        List<RelayedConnection> now = List.copyOf(pairs);
        if (now.isEmpty()) {
            return false;
        }
        reset(now.get(random.nextInt(now.size())));
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        pairs.forEach(this::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket front = listener.accept();
                accepted.incrementAndGet();
                thread(() -> connect(front));
            } catch (IOException e) {
                // The connection is closed.
            }
        }
    }

    private void connect(Socket front) {
        try {
            RelayedConnection pair = new RelayedConnection(
                    front, new Socket(InetAddress.getLoopbackAddress(), target), new AtomicInteger());
            pair.front.setTcpNoDelay(true);
            pair.back.setTcpNoDelay(true);
            pairs.add(pair);
            thread(() -> forward(pair, pair.back, pair.front));
            forward(pair, pair.front, pair.back);
        } catch (IOException refused) {
            reset(new RelayedConnection(front, front, new AtomicInteger()));
        }
    }

    private void forward(RelayedConnection pair, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, n);
            }
            to.shutdownOutput();
            if (pair.ended.incrementAndGet() == 2) {
                pairs.remove(pair);
                pair.front.close();
                pair.back.close();
            }
        } catch (IOException e) {
            reset(pair);
        }
    }

    private void reset(RelayedConnection pair) {
        pairs.remove(pair);
        for (Socket socket : List.of(pair.front, pair.back)) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It was closed before.
            }
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }
}
