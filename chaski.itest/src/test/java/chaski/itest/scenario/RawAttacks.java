package chaski.itest.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Connections of a client that does not use the protocol, or sends nothing. */
final class RawAttacks {

    private static final int CONNECTIONS = 10_000;
    private static final int AT_A_TIME = 500;
    private static final int REQUESTS = 2_000;
    private static final int SLOW_ONES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration BYTE_INTERVAL = Duration.ofMillis(200);
    private static final byte[] HTTP =
            "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The beginning of a ClientHello. */
    private static final byte[] TLS = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};

    private RawAttacks() {}

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
        return socket;
    }

    /** Ten thousand connections that send nothing, as many at a time as a client can open. */
    static void silence(int port) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            open.add(connect(port));
            if (open.size() == AT_A_TIME) {
                closeAll(open);
            }
        }
    }

    /** Ten thousand connections that are closed or reset immediately. */
    static void hangingUp(int port) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = connect(port);
            if (i % 2 == 0) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        }
    }

    /** Clients of other protocols; each has to be closed by the node. */
    static void otherProtocols(int port) throws IOException {
        Random random = new Random(1);
        byte[] noise = new byte[100];
        for (int i = 0; i < REQUESTS; i++) {
            random.nextBytes(noise);
            try (Socket socket = connect(port)) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write(i % 3 == 0 ? HTTP : i % 3 == 1 ? TLS : noise);
                awaitEnd(socket);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("request " + i + " was not closed", e);
            } catch (IOException reset) {
                // That is an end, too.
            }
        }
    }

    /** Connections that send the beginning of a frame, byte by byte; each has to be closed by the node. */
    static void slowloris(int port) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < SLOW_ONES; i++) {
            open.add(connect(port));
        }
        Polling.until("all are closed", PATIENCE, BYTE_INTERVAL, () -> {
            open.removeIf(RawAttacks::isEnded);
            return open.isEmpty();
        });
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.getOutputStream().write(0);
            socket.setSoTimeout(1);
            if (socket.getInputStream().read() >= 0) {
                return false; // a refusal; the end follows
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            // That is an end, too.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is closed.
        }
        return true;
    }

    private static void awaitEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4_096];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            // A refusal.
        }
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }
}
