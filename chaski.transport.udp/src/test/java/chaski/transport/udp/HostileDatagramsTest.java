package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.Seeds;
import chaski.testkit.network.DatagramProfile;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.PacketHeader;
import chaski.transport.udp.wire.RefusedDatagram;
import chaski.transport.udp.wire.ResetDatagram;
import chaski.transport.udp.wire.UdpFrames;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams that third parties send to the port affect no link, and are counted. */
class HostileDatagramsTest {

    private static final DatagramProfile LINE = DatagramProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ZERO);
    private static final long BYTES = 300_000;

    static LongStream seeds() {
        return Seeds.all();
    }

    private record Sent(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {}

    /** Two links of the same hosts, of which the first has ended; all datagrams of both. */
    private static final class Scene {

        final UdpLab lab;
        final List<Sent> old = new ArrayList<>();
        final List<Sent> now = new ArrayList<>();
        final UdpLab.Pair pair;

        Scene(long seed) {
            lab = new UdpLab(seed, LINE);
            record(old);
            UdpLab.Pair first = lab.transfer(100_000);
            lab.close(first);
            record(now);
            pair = lab.pair();
            pair.a().send(BYTES);
            lab.await("half of it arrives", () -> pair.b().received() > BYTES / 2);
            lab.network().filter((from, to, datagram) -> true);
        }

        private void record(List<Sent> into) {
            lab.network()
                    .filter((from, to, datagram) -> into.add(new Sent(
                            from,
                            to,
                            ByteBuffer.allocate(datagram.remaining())
                                    .put(datagram.duplicate())
                                    .flip())));
        }

        void inject(Sent like, ByteBuffer datagram) {
            lab.network().forge(like.from(), like.to(), datagram);
        }

        void assertNoHarm() {
            lab.await("the rest arrives", () -> pair.b().received() >= BYTES);
            lab.world().run(Duration.ofSeconds(1));
            assertThat(pair.b().received()).isEqualTo(BYTES);
            assertThat(pair.b().intact()).isTrue();
            assertThat(pair.a().closed()).isFalse();
            assertThat(pair.b().closed()).isFalse();
        }

        long counted(UdpCounter counter) {
            return lab.listening().count().get(counter) + lab.dialling().count().get(counter);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomBytesAreIgnored(long seed) {
        Scene scene = new Scene(seed);
        RandomGenerator chance = scene.lab.chance();
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[chance.nextInt(1500)];
            chance.nextBytes(bytes);
            scene.inject(any(scene.now, chance), ByteBuffer.wrap(bytes));
        }

        scene.assertNoHarm();
        assertThat(scene.counted(UdpCounter.GARBLED)).isEqualTo(500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cutOffOrChangedDatagramsAreIgnored(long seed) {
        Scene scene = new Scene(seed);
        RandomGenerator chance = scene.lab.chance();
        for (int i = 0; i < 250; i++) {
            Sent sent = any(scene.now, chance);
            scene.inject(
                    sent,
                    sent.datagram()
                            .duplicate()
                            .limit(chance.nextInt(sent.datagram().limit())));
            byte[] changed = sent.datagram().array().clone();
            changed[chance.nextInt(changed.length)] ^= (byte) (1 << chance.nextInt(8));
            scene.inject(sent, ByteBuffer.wrap(changed));
        }

        scene.assertNoHarm();
        assertThat(scene.counted(UdpCounter.GARBLED)).isEqualTo(500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasSentBeforeIsIgnoredWhenItComesAgain(long seed) {
        Scene scene = new Scene(seed);
        scene.now.forEach(sent -> scene.inject(sent, sent.datagram()));

        scene.assertNoHarm();
        assertThat(scene.counted(UdpCounter.REPEATED)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void datagramsOfAnOldLinkAreIgnored(long seed) {
        Scene scene = new Scene(seed);
        int before = scene.lab.listening().openLinks();
        scene.old.forEach(sent -> scene.inject(sent, sent.datagram()));

        scene.assertNoHarm();
        assertThat(scene.counted(UdpCounter.UNKNOWN)).isPositive();
        assertThat(scene.lab.listening().openLinks()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void packetsFromAnotherAddressAreIgnored(long seed) {
        Scene scene = new Scene(seed);
        InetSocketAddress stranger = new InetSocketAddress(scene.lab.network().address("stranger"), 7);
        List<Sent> toListener = scene.now.stream()
                .filter(s -> s.to().getPort() == scene.lab.bound().port())
                .filter(s -> s.datagram().get(0) == DatagramFormat.PACKET)
                .toList();
        toListener.forEach(s -> scene.lab.network().forge(stranger, s.to(), s.datagram()));

        scene.assertNoHarm();
        assertThat(scene.counted(UdpCounter.FOREIGN)).isEqualTo(toListener.size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void forgedEndsAreIgnored(long seed) {
        Scene scene = new Scene(seed);
        RandomGenerator chance = scene.lab.chance();
        for (int i = 0; i < 100; i++) {
            scene.inject(
                    any(scene.now, chance),
                    encoded(new ResetDatagram(chance.nextLong(), chance.nextLong(), 1)::encode));
            scene.inject(any(scene.now, chance), encoded(new RefusedDatagram(chance.nextLong(), 1)::encode));
            scene.inject(any(scene.now, chance), encoded(out -> {
                PacketHeader.encode(out, chance.nextLong(), 1L << 40);
                UdpFrames.close(out, 0, "");
                DatagramFormat.seal(out);
            }));
        }

        scene.assertNoHarm();
        assertThat(scene.counted(UdpCounter.UNKNOWN)).isPositive();
    }

    private static Sent any(List<Sent> all, RandomGenerator chance) {
        return all.get(chance.nextInt(all.size()));
    }

    private static ByteBuffer encoded(java.util.function.Consumer<ByteBuffer> encode) {
        ByteBuffer out = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
        encode.accept(out);
        return out.flip();
    }
}
