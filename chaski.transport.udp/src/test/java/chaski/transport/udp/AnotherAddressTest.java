package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.testkit.Seeds;
import chaski.testkit.network.DatagramProfile;
import chaski.testkit.network.DatagramReceiver;
import chaski.testkit.network.DatagramSocket;
import chaski.transport.udp.wire.ChallengeDatagram;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.MovedDatagram;
import chaski.transport.udp.wire.PacketHeader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dialler whose address changes: it must prove that it owns the new one, and then its link continues. */
class AnotherAddressTest {

    private static final DatagramProfile LINE = DatagramProfile.DEFAULT
            .delay(Duration.ofMillis(5), Duration.ofMillis(1))
            .mtu(DatagramFormat.BASE_BYTES);
    private static final long MANY = 2_000_000;

    static LongStream seeds() {
        return Seeds.all();
    }

    /** A link through a router. */
    private static final class Scene {

        final UdpLab lab;
        final Nat nat;
        final ByteFlow dialler;
        final ByteFlow listener;

        Scene(long seed, DatagramProfile line) {
            lab = new UdpLab(seed, LINE);
            List<Link> accepted = new ArrayList<>();
            Endpoint bound = lab.listening()
                    .listen(new Endpoint("udp", lab.network().address("b").getHostAddress(), 0), accepted::add)
                    .bound();
            nat = new Nat(lab.network(), new InetSocketAddress(address(bound.host()), bound.port()));
            Endpoint remote = new Endpoint(
                    "udp",
                    nat.address().getAddress().getHostAddress(),
                    nat.address().getPort());
            CompletableFuture<Link> dial =
                    lab.dialling().connect(remote, ConnectOptions.DEFAULT).toCompletableFuture();
            lab.await("a link", () -> dial.isDone() && !accepted.isEmpty());
            dialler = ByteFlow.on(dial.join());
            listener = ByteFlow.on(accepted.get(0));
            lab.network().line(line);
        }

        private static InetAddress address(String host) {
            try {
                return InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                throw new AssertionError("an address as text", e);
            }
        }

        long counted(UdpCounter counter) {
            return lab.listening().count().get(counter);
        }

        void assertIntact(long toListener, long toDialler) {
            lab.await("all bytes arrive", () -> listener.received() == toListener && dialler.received() == toDialler);
            assertThat(listener.intact() && dialler.intact()).isTrue();
            assertThat(listener.closed() || dialler.closed()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLinkGoesOnWhenARouterGivesItsDiallerAnotherPort(long seed) {
        Scene scene = new Scene(seed, LINE);
        scene.dialler.send(MANY);
        scene.listener.send(MANY);
        for (int i = 1; i <= 5; i++) {
            long enough = MANY * i / 8;
            scene.lab.await("some bytes arrive", () -> scene.listener.received() > enough);
            scene.nat.forget();
        }

        scene.assertIntact(MANY, MANY);
        assertThat(scene.counted(UdpCounter.MOVED)).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void alsoWhereDatagramsAreLostAndRepeated(long seed) {
        Scene scene = new Scene(seed, LINE.loss(0.1).duplication(0.05).reordering(0.1, Duration.ofMillis(5)));
        scene.dialler.send(MANY / 10);
        scene.listener.send(MANY / 10);
        for (int i = 1; i <= 5; i++) {
            long enough = MANY / 10 * i / 8;
            scene.lab.await("some bytes arrive", () -> scene.listener.received() > enough);
            scene.nat.forget();
        }

        scene.assertIntact(MANY / 10, MANY / 10);
        assertThat(scene.counted(UdpCounter.MOVED)).isGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aQuietLinkIsFoundAgainByItsKeepAlive(long seed) {
        Scene scene = new Scene(seed, LINE);
        scene.nat.forget();
        scene.lab.world().run(Duration.ofSeconds(15));

        scene.listener.send(1_000);
        scene.lab.world().run(Duration.ofSeconds(1));

        assertThat(scene.counted(UdpCounter.MOVED)).isEqualTo(1);
        scene.assertIntact(0, 1_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoCopiesPacketsMovesNothingAndIsSentLittle(long seed) {
        Scene scene = new Scene(seed, LINE);
        List<ByteBuffer> copies = copies(scene);
        scene.dialler.send(MANY);
        scene.lab.await("some bytes arrive", () -> scene.listener.received() > MANY / 4);
        Thief thief = new Thief(scene);

        for (ByteBuffer packet : List.copyOf(copies)) {
            thief.send(packet);
        }
        scene.lab.world().run(Duration.ofSeconds(1));

        assertThat(thief.heard).isNotEmpty().hasSizeLessThanOrEqualTo(2 * 100);
        assertThat(thief.heard).allMatch(heard -> heard.get(0) == DatagramFormat.CHALLENGE);
        assertThat(thief.heardBytes()).isLessThanOrEqualTo(3 * thief.sentBytes);
        scene.assertIntact(MANY, 0);
        assertThat(scene.counted(UdpCounter.MOVED)).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aTokenIsGoodFromTheAddressThatItWasSentToAndOnce(long seed) {
        Scene scene = new Scene(seed, LINE);
        List<ByteBuffer> copies = copies(scene);
        scene.dialler.send(10_000);
        scene.assertIntact(10_000, 0);
        Thief thief = new Thief(scene);
        thief.send(copies.get(copies.size() - 1));
        scene.lab.await("he is asked", () -> !thief.heard.isEmpty());
        ChallengeDatagram challenge = challenge(thief.heard.get(0));
        long serverId = copies.get(0).getLong(PacketHeader.ID_OFFSET);
        ByteBuffer moved = written(new MovedDatagram(serverId, challenge.token()));

        // From the correct address, but the token belongs to another connection.
        scene.lab.network().forge(scene.nat.outside(), scene.nat.listener(), moved);
        scene.lab.world().run(Duration.ofSeconds(1));
        assertThat(scene.counted(UdpCounter.TOKEN_FORGED)).isEqualTo(1);

        // The packets of an attacker that can read and send everything cannot be distinguished from the dialler's,
        // until the dialler sends again.
        thief.send(moved);
        thief.send(moved);
        scene.lab.world().run(Duration.ofSeconds(1));
        assertThat(scene.counted(UdpCounter.MOVED)).isEqualTo(1);
        assertThat(scene.counted(UdpCounter.TOKEN_USED)).isEqualTo(1);
        scene.dialler.send(10_000);
        scene.assertIntact(20_000, 0);
        assertThat(scene.counted(UdpCounter.MOVED)).isEqualTo(2);
    }

    private static ChallengeDatagram challenge(ByteBuffer datagram) {
        ByteBuffer in = datagram.duplicate();
        assertThat(DatagramFormat.open(in)).isTrue();
        ChallengeDatagram challenge = ChallengeDatagram.decode(in.position(1));
        assertThat(challenge).isNotNull();
        return challenge;
    }

    private static ByteBuffer written(MovedDatagram moved) {
        ByteBuffer out = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
        moved.encode(out);
        return out.flip();
    }

    /** Collects the packets of the dialler as the listener receives them. */
    private static List<ByteBuffer> copies(Scene scene) {
        List<ByteBuffer> copies = new ArrayList<>();
        scene.lab.network().filter((from, to, datagram) -> {
            if (to.equals(scene.nat.listener()) && datagram.get(datagram.position()) == DatagramFormat.PACKET) {
                copies.add(copy(datagram));
            }
            return true;
        });
        return copies;
    }

    private static ByteBuffer copy(ByteBuffer datagram) {
        return ByteBuffer.allocate(datagram.remaining())
                .put(datagram.duplicate())
                .flip();
    }

    /** A host with its own address. */
    private static final class Thief implements DatagramReceiver {

        final List<ByteBuffer> heard = new ArrayList<>();
        long sentBytes;
        private final DatagramSocket socket;
        private final InetSocketAddress listener;

        Thief(Scene scene) {
            socket = scene.lab.network().bind("thief", 9_000, this);
            listener = scene.nat.listener();
        }

        void send(ByteBuffer datagram) {
            sentBytes += datagram.remaining();
            socket.send(datagram.duplicate(), listener);
        }

        long heardBytes() {
            return heard.stream().mapToLong(ByteBuffer::remaining).sum();
        }

        @Override
        public void onDatagram(ByteBuffer datagram, InetSocketAddress from) {
            heard.add(copy(datagram));
        }

        @Override
        public void onUnreachable(@Nullable InetSocketAddress to) {
            // It ignores port-unreachable reports.
        }
    }
}
