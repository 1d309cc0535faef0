package chaski.cli.demo;

import chaski.api.Endpoint;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** A port that must be known before a node listens on it, because the same configuration gives it to other nodes. */
final class FreePort {

    private FreePort() {}

    /**
     * Finds a port for datagrams on the loopback interface.
     *
     * @return an endpoint on which no process listened a moment ago
     * @throws IOException if there is none
     */
    static Endpoint udp() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
            return new Endpoint("udp", loopback.getHostAddress(), socket.getLocalPort());
        }
    }
}
