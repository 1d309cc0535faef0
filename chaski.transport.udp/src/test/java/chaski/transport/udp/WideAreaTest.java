package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.Seeds;
import chaski.testkit.network.DatagramProfile;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links over long, lossy and changing paths, in virtual time: how much they carry, and that nothing stalls them. */
@Tag("slow")
class WideAreaTest {

    /** UDP payload of an Ethernet packet over IPv4. */
    private static final int ETHERNET_BYTES = 1_472;

    /** 100 Mbit/s, with a queue of a quarter of a megabyte. */
    private static final DatagramProfile LINE =
            DatagramProfile.DEFAULT.bottleneck(12_500_000, 256 << 10).mtu(ETHERNET_BYTES);

    static LongStream seeds() {
        return Seeds.all();
    }

    /**
     * The window of Reno, which CUBIC has on such a path, is {@code sqrt(1.5 / loss)} packets on average: 4.3 MB in 12 s. The limits find a
     * reduction that is missed as well as one that is too strong.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void aLossyPathCarriesWhatTheLossRateAllows(long seed) {
        UdpLab lab = new UdpLab(
                seed, LINE.delay(Duration.ofMillis(25), Duration.ZERO).loss(0.01));
        UdpLab.Pair pair = lab.pair();
        pair.a().send(1L << 40);
        lab.world().run(Duration.ofSeconds(12));

        double renoBytes = 12 / 0.050 * (ETHERNET_BYTES - 30) * Math.sqrt(1.5 / 0.01);
        assertThat(pair.b().intact()).isTrue();
        assertThat(pair.b().received()).isBetween((long) (0.8 * renoBytes), (long) (2.0 * renoBytes));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLongPathIsFilled(long seed) {
        UdpLab lab = new UdpLab(
                seed, LINE.delay(Duration.ofMillis(50), Duration.ZERO).bottleneck(2_000_000, 128 << 10));
        UdpLab.Pair pair = lab.pair();
        pair.a().send(1L << 40);
        lab.world().run(Duration.ofSeconds(5));
        long before = pair.b().received();
        lab.world().run(Duration.ofSeconds(30));

        assertThat(pair.b().intact()).isTrue();
        assertThat(pair.b().received() - before)
                .as("bytes in 30 s of 60 MB possible")
                .isGreaterThan(51_000_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoFlowsShareALongPath(long seed) {
        UdpLab lab = new UdpLab(
                seed, LINE.delay(Duration.ofMillis(25), Duration.ZERO).bottleneck(2_000_000, 100_000));
        UdpLab.Pair first = lab.pair();
        UdpLab.Pair second = lab.pair();
        first.a().send(1L << 40);
        lab.world().run(Duration.ofSeconds(5));
        second.a().send(1L << 40);
        lab.world().run(Duration.ofSeconds(30));

        long x0 = first.b().received();
        long y0 = second.b().received();
        lab.world().run(Duration.ofSeconds(60));
        double x = first.b().received() - x0;
        double y = second.b().received() - y0;

        assertThat((x + y) * (x + y) / (2 * (x * x + y * y))).as("Jain's index").isGreaterThanOrEqualTo(0.8);
        assertThat(x + y).as("bytes in 60 s of 120 MB possible").isGreaterThan(90_000_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void packetsGrowToWhatThePathCarriesAndFewProbesAreLost(long seed) {
        for (int mtu : new int[] {1_232, 1_400, ETHERNET_BYTES, 9_000, 65_507}) {
            UdpLab lab = new UdpLab(
                    seed,
                    LINE.delay(Duration.ofMillis(10), Duration.ZERO)
                            .bottleneck(0, 1)
                            .mtu(mtu));
            AtomicInteger largest = new AtomicInteger();
            lab.network().filter((from, to, datagram) -> {
                if (datagram.remaining() <= mtu) {
                    largest.accumulateAndGet(datagram.remaining(), Math::max);
                }
                return true;
            });

            UdpLab.Pair pair = lab.transfer(2_000_000);

            lab.close(pair);
            int found = mtu < 1_392 ? 1_200 : mtu < 1_452 ? 1_392 : mtu < 8_952 ? 1_472 : mtu < 16_384 ? 8_952 : 16_384;
            assertThat(largest).hasValue(found);
            assertThat(lab.network().tally().tooLarge()).as("lost probes").isEqualTo(found == 16_384 ? 0 : 3);
            assertThat(lab.dialling().count().get(UdpCounter.RETRANSMITTED_BYTES))
                    .isZero();
            assertThat(lab.dialling().count().get(UdpCounter.BLACK_HOLES)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLinkThatSendsLittleSendsNoProbe(long seed) {
        UdpLab lab = new UdpLab(
                seed, LINE.delay(Duration.ofMillis(10), Duration.ZERO).mtu(1_232));
        UdpLab.Pair pair = lab.pair();
        for (int i = 0; i < 100; i++) {
            pair.a().send(500);
            lab.world().run(Duration.ofSeconds(1));
        }

        assertThat(pair.b().received()).isEqualTo(50_000);
        assertThat(lab.network().tally().tooLarge()).isZero();
    }

    /** Without a report: packets of the size that was found are lost from some moment on, smaller ones are not. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aPathThatCarriesLessInTheMiddleStallsTheLinkForAMoment(long seed) {
        for (int[] mtu : new int[][] {{65_507, ETHERNET_BYTES}, {ETHERNET_BYTES, 1_300}, {9_000, 1_200}}) {
            DatagramProfile line =
                    LINE.delay(Duration.ofMillis(25), Duration.ZERO).loss(0.001);
            UdpLab lab = new UdpLab(seed, line.mtu(mtu[0]));
            UdpLab.Pair pair = lab.pair();
            pair.a().send(8_000_000);
            lab.await("the first half arrives", () -> pair.b().received() > 4_000_000);
            lab.network().line(line.mtu(mtu[1]));
            lab.world().run(Duration.ofMillis(100));
            long before = pair.b().received();
            lab.world().run(Duration.ofSeconds(3));
            assertThat(pair.b().received() - before).as("bytes in 3 s").isGreaterThan(100_000);

            lab.await("the rest arrives", () -> pair.b().received() == 8_000_000);

            assertThat(pair.b().intact()).isTrue();
            lab.close(pair);
            assertThat(lab.dialling().count().get(UdpCounter.BLACK_HOLES)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPathThatCarriesMoreIsFoundOutLater(long seed) {
        DatagramProfile line = LINE.delay(Duration.ofMillis(10), Duration.ZERO);
        UdpLab lab = new UdpLab(seed, line.mtu(1_300));
        AtomicInteger largest = new AtomicInteger();
        UdpLab.Pair pair = lab.pair();
        pair.a().send(1_000_000);
        lab.await("some bytes arrive", () -> pair.b().received() == 1_000_000);
        lab.network().line(line);
        lab.network().filter((from, to, datagram) -> {
            largest.accumulateAndGet(datagram.remaining(), Math::max);
            return true;
        });
        pair.a().send(1_000_000);
        lab.await("some bytes arrive", () -> pair.b().received() == 2_000_000);
        assertThat(largest).hasValue(1_200);

        lab.world().run(Duration.ofMinutes(11));
        pair.a().send(1_000_000);
        lab.await("the rest arrives", () -> pair.b().received() == 3_000_000);

        assertThat(largest.get()).isGreaterThanOrEqualTo(ETHERNET_BYTES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLargeWindowIsAcknowledgedRarely(long seed) {
        UdpLab lab = new UdpLab(seed, LINE.delay(Duration.ofMillis(25), Duration.ZERO));
        AtomicInteger acks = new AtomicInteger();
        AtomicInteger data = new AtomicInteger();
        lab.lose((fromDialler, isData) -> {
            (fromDialler ? data : acks).incrementAndGet();
            return false;
        });

        UdpLab.Pair pair = lab.transfer(10_000_000);

        assertThat(pair.b().intact()).isTrue();
        assertThat((double) data.get() / acks.get())
                .as("packets for each ACK, not two")
                .isGreaterThan(6);
    }
}
