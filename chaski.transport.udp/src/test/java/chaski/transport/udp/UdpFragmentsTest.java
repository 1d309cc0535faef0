package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.DatagramFormat;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real sockets forbid fragments where the system permits that; otherwise links stay at the base size. */
class UdpFragmentsTest {

    @Test
    void nativeSocketsOfBothFamiliesForbidThem() {
        Assumptions.assumeTrue(UdpSockets.best() instanceof EpollUdpSockets, "native epoll is not available here");
        families().forEach(family -> assertThat(forbidden(new EpollUdpSockets(), family))
                .isTrue());
    }

    @Test
    void socketsOfTheJdkForbidThemSinceJava19() {
        boolean can = Runtime.version().feature() >= 19;
        families().forEach(family -> assertThat(forbidden(new NioUdpSockets(), family))
                .isEqualTo(can));
    }

    @Test
    void linkThatCannotForbidThemTriesNoLargerPackets() {
        UdpSockets cannot = new UdpSockets() {
            private final UdpSockets sockets = new NioUdpSockets();

            @Override
            public io.netty.channel.IoHandlerFactory ioHandlers() {
                return sockets.ioHandlers();
            }

            @Override
            public DatagramChannel open(SocketProtocolFamily family) {
                return sockets.open(family);
            }

            @Override
            public boolean forbidFragments(DatagramChannel channel) {
                return false;
            }
        };
        assertThat(largest(cannot)).isEqualTo(DatagramFormat.BASE_BYTES);
    }

    private static int largest(UdpSockets sockets) {
        NettyRuntime io = new NettyRuntime(sockets);
        try {
            IoLoop loop = io.next();
            return io.call(loop, () -> {
                UdpSocket socket = io.open(
                        loop,
                        new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
                        null,
                        new NoReceiver());
                int bytes = socket.largestBytes();
                socket.close(() -> {});
                return bytes;
            });
        } finally {
            io.close(1_000);
        }
    }

    private static Stream<SocketProtocolFamily> families() {
        return UdpIpv6.isThere()
                ? Stream.of(SocketProtocolFamily.INET, SocketProtocolFamily.INET6)
                : Stream.of(SocketProtocolFamily.INET);
    }

    private static boolean forbidden(UdpSockets sockets, SocketProtocolFamily family) {
        DatagramChannel channel = sockets.open(family);
        try {
            return sockets.forbidFragments(channel);
        } finally {
            channel.unsafe().closeForcibly();
        }
    }

    private static final class NoReceiver implements UdpSocket.Receiver {

        @Override
        public void onDatagram(java.nio.ByteBuffer datagram, java.net.InetSocketAddress from) {}

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onUnreachable() {}
    }
}
