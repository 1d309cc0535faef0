package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.testkit.network.DatagramProfile;
import chaski.testkit.network.DatagramReceiver;
import chaski.testkit.network.DatagramSocket;
import chaski.transport.udp.wire.AddressToken;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.InitialDatagram;
import chaski.transport.udp.wire.RetryDatagram;
import chaski.transport.udp.wire.UdpFrames;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A dialler that supports neither larger packets nor ACK_FREQUENCY receives only what it knows. */
class OlderPeerTest {

    private static final int PACKET_HEADER_BYTES = 17;

    private final UdpLab lab = new UdpLab(1, DatagramProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ZERO));
    private final List<Link> accepted = new ArrayList<>();
    private final Endpoint bound = lab.listening()
            .listen(new Endpoint("udp", lab.network().address("b").getHostAddress(), 0), accepted::add)
            .bound();
    private final Dialler dialler = new Dialler();

    @Test
    void olderDiallerGetsTheShorterAcceptAndPacketsOfTheBaseSize() {
        List<ByteBuffer> packets = opened(0);

        assertThat(dialler.of(DatagramFormat.ACCEPT)).singleElement().satisfies(accept -> assertThat(accept.remaining())
                .isEqualTo(49));
        assertThat(packets).hasSizeGreaterThanOrEqualTo(10);
        assertThat(packets).allMatch(packet -> packet.remaining() <= DatagramFormat.BASE_BYTES);
        assertThat(packets).noneMatch(OlderPeerTest::asksForFewerAcknowledgements);
    }

    @Test
    void newerDiallerGetsALargerPacketToTryAndARequest() {
        List<ByteBuffer> packets = opened(DatagramFormat.LARGEST_BYTES);

        assertThat(dialler.of(DatagramFormat.ACCEPT)).singleElement().satisfies(accept -> assertThat(accept.remaining())
                .isEqualTo(51));
        assertThat(packets).filteredOn(packet -> packet.remaining() == 1_392).hasSize(1);
        assertThat(packets)
                .filteredOn(packet -> packet.remaining() > DatagramFormat.BASE_BYTES)
                .hasSize(1);
        assertThat(packets).anyMatch(OlderPeerTest::asksForFewerAcknowledgements);
    }

    @Test
    void diallerWhosePacketsAreSmallerThanTheBaseIsMalformed() {
        dialler.send(initial(null, DatagramFormat.BASE_BYTES - 1));
        lab.world().run(Duration.ofMillis(50));

        assertThat(dialler.datagrams).isEmpty();
        assertThat(lab.listening().count().get(UdpCounter.MALFORMED)).isEqualTo(1);
    }

    /** The frame is the first one, or follows a grant. */
    private static boolean asksForFewerAcknowledgements(ByteBuffer packet) {
        boolean grants = packet.get(PACKET_HEADER_BYTES) == UdpFrames.MAX_DATA;
        int at = PACKET_HEADER_BYTES + (grants ? UdpFrames.OFFSET_BYTES : 0);
        return packet.get(at) == UdpFrames.ACK_FREQUENCY;
    }

    /** Opens a connection, and returns what the listener sends on it at once. */
    private List<ByteBuffer> opened(int largestBytes) {
        dialler.send(initial(null, largestBytes));
        lab.await("a token", () -> !dialler.of(DatagramFormat.RETRY).isEmpty());
        dialler.send(initial(dialler.token(), largestBytes));
        lab.await("a link", () -> !accepted.isEmpty());
        ByteFlow.on(accepted.get(0)).send(60_000);
        lab.world().run(Duration.ofMillis(20));
        return dialler.of(DatagramFormat.PACKET);
    }

    private static ByteBuffer initial(@Nullable AddressToken token, int largestBytes) {
        ByteBuffer out = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
        new InitialDatagram(InitialDatagram.VERSION, 42, 65_536, 30_000, token, largestBytes).encode(out);
        return out.flip();
    }

    /** Sends what it is given, and keeps what arrives. */
    private final class Dialler implements DatagramReceiver {

        private final List<ByteBuffer> datagrams = new ArrayList<>();
        private final DatagramSocket socket = lab.network().bind("older", 0, this);

        void send(ByteBuffer datagram) {
            socket.send(datagram, new InetSocketAddress(lab.network().address("b"), bound.port()));
        }

        List<ByteBuffer> of(byte type) {
            return datagrams.stream()
                    .filter(datagram -> datagram.get(0) == type)
                    .toList();
        }

        AddressToken token() {
            ByteBuffer retry = of(DatagramFormat.RETRY).get(0).duplicate();
            assertThat(DatagramFormat.open(retry)).isTrue();
            RetryDatagram decoded = RetryDatagram.decode(retry.position(1));
            assertThat(decoded).isNotNull();
            return decoded.token();
        }

        @Override
        public void onDatagram(ByteBuffer datagram, InetSocketAddress from) {
            datagrams.add(
                    ByteBuffer.allocate(datagram.remaining()).put(datagram).flip());
        }

        @Override
        public void onUnreachable(InetSocketAddress to) {
            throw new AssertionError("no socket at " + to);
        }
    }
}
