package chaski.transport.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Assumptions;

/** Determines whether this machine has IPv6; containers often do not. */
final class UdpIpv6 {

    private static final boolean THERE = there();

    private UdpIpv6() {}

    static boolean isThere() {
        return THERE;
    }

    static void assumeThere() {
        Assumptions.assumeTrue(THERE, "this machine has no IPv6 loopback address");
    }

    private static boolean there() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException absent) {
            return false;
        }
    }
}
