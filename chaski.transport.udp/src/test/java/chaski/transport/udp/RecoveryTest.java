package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.Seeds;
import chaski.testkit.network.DatagramProfile;
import chaski.transport.udp.wire.DatagramFormat;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The effect of bad lines on a link, in virtual time: everything arrives, and not much is sent twice. */
@Tag("slow")
class RecoveryTest {

    private static final long PIECE_BYTES = 1168;

    /** It carries packets of the base size only, so that pieces can be counted; {@link WideAreaTest} is about larger ones. */
    private static final DatagramProfile LINE =
            DatagramProfile.DEFAULT.delay(Duration.ofMillis(10), Duration.ZERO).mtu(DatagramFormat.BASE_BYTES);

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesSurviveAnyLossAndFewAreSentInVain(long seed) {
        for (double share : new double[] {0.01, 0.05, 0.20}) {
            UdpLab lab = new UdpLab(seed, LINE);
            lab.lose((fromDialler, isData) -> lab.chance().nextDouble() < share);

            UdpLab.Pair pair = lab.transfer(1_000_000);

            assertThat(pair.b().intact()).isTrue();
            lab.close(pair);
            double perLost = (double) retransmitted(lab) / PIECE_BYTES / Math.max(1, lab.lostData());
            assertThat(perLost).as("retransmitted per lost at " + share).isLessThanOrEqualTo(share < 0.1 ? 1.5 : 2.5);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesSurviveReorderingAndRepetition(long seed) {
        UdpLab lab = new UdpLab(
                seed,
                LINE.delay(Duration.ofMillis(10), Duration.ofMillis(20))
                        .reordering(0.25, Duration.ofMillis(5))
                        .duplication(0.05));

        UdpLab.Pair pair = lab.transfer(1_000_000);

        assertThat(pair.b().intact()).isTrue();
        lab.close(pair);
        assertThat(lab.listening().count().get(UdpCounter.REPEATED)).isPositive();
        assertThat(lab.dialling().count().get(UdpCounter.SPURIOUSLY_LOST)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aHoleOfHundredKilobytesIsFilledOnce(long seed) {
        UdpLab lab = new UdpLab(seed, LINE.bottleneck(5_000_000, 1 << 20));
        AtomicLong hole = new AtomicLong();
        AtomicLong passed = new AtomicLong();
        lab.lose((fromDialler, isData) -> fromDialler
                && isData
                && passed.incrementAndGet() > 300
                && hole.getAndIncrement() < 100_000 / PIECE_BYTES);

        UdpLab.Pair pair = lab.transfer(2_000_000);

        assertThat(pair.b().intact()).isTrue();
        lab.close(pair);
        assertThat(retransmitted(lab) / PIECE_BYTES).isLessThanOrEqualTo(lab.lostData() * 3 / 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void hundredGapsCostAtMostHundredAndFiftyRetransmissions(long seed) {
        UdpLab lab = new UdpLab(seed, LINE.bottleneck(5_000_000, 1 << 20));
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger gaps = new AtomicInteger();
        lab.lose((fromDialler, isData) ->
                fromDialler && isData && passed.incrementAndGet() % 17 == 0 && gaps.getAndIncrement() < 100);

        UdpLab.Pair pair = lab.transfer(3_000_000);

        assertThat(pair.b().intact()).isTrue();
        lab.close(pair);
        assertThat(lab.lostData()).isEqualTo(100);
        assertThat(retransmitted(lab) / PIECE_BYTES).isLessThanOrEqualTo(150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lostAcknowledgementsAreMadeUpForByLaterOnes(long seed) {
        UdpLab lab = new UdpLab(seed, LINE);
        AtomicInteger acks = new AtomicInteger();
        lab.lose((fromDialler, isData) -> !fromDialler && acks.incrementAndGet() > 10 && acks.get() % 10 != 0);

        UdpLab.Pair pair = lab.transfer(1_000_000);

        assertThat(pair.b().intact()).isTrue();
        pair.a().link().closeAfterWrites();
        lab.await("the end is agreed", () -> pair.a().closed() && pair.b().closed());
        assertThat(pair.b().cause()).isNull();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theLastPacketIsNotLostForGood(long seed) {
        for (int lost = 1; lost <= 5; lost++) {
            UdpLab lab = new UdpLab(seed, LINE);
            AtomicInteger left = new AtomicInteger(lost);
            UdpLab.Pair pair = lab.pair();
            lab.world().run(Duration.ofSeconds(1));
            lab.lose((fromDialler, isData) -> fromDialler && left.getAndDecrement() > 0);
            pair.a().send(100);
            long startNs = lab.world().nowNs();

            lab.await("the bytes arrive", () -> pair.b().received() == 100);

            assertThat(Duration.ofNanos(lab.world().nowNs() - startNs)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoFlowsShareABottleneck(long seed) {
        UdpLab lab = new UdpLab(seed, LINE.bottleneck(2_000_000, 60_000));
        UdpLab.Pair first = lab.pair();
        UdpLab.Pair second = lab.pair();
        first.a().send(1L << 40);
        lab.world().run(Duration.ofSeconds(2));
        second.a().send(1L << 40);
        lab.world().run(Duration.ofSeconds(10));

        long x0 = first.b().received();
        long y0 = second.b().received();
        lab.world().run(Duration.ofSeconds(30));
        double x = first.b().received() - x0;
        double y = second.b().received() - y0;

        assertThat((x + y) * (x + y) / (2 * (x * x + y * y))).as("Jain's index").isGreaterThanOrEqualTo(0.8);
        assertThat(x + y).as("bytes in 30 s of 60 MB possible").isGreaterThan(30_000_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aShortQueueSlowsDownButDoesNotChoke(long seed) {
        // The queue has room for a tenth of what is in flight on this line.
        UdpLab lab = new UdpLab(
                seed, LINE.delay(Duration.ofMillis(50), Duration.ZERO).bottleneck(2_000_000, 20_000));
        UdpLab.Pair pair = lab.pair();
        pair.a().send(1L << 40);
        lab.world().run(Duration.ofSeconds(5));
        long before = pair.b().received();

        lab.world().run(Duration.ofSeconds(30));

        assertThat(pair.b().intact()).isTrue();
        assertThat(pair.b().received() - before)
                .as("bytes in 30 s of 60 MB possible")
                .isGreaterThan(24_000_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPathThatCarriesOnlyTheSmallestPacketsIsEnough(long seed) {
        UdpLab lab = new UdpLab(seed, LINE.mtu(1232));

        UdpLab.Pair pair = lab.transfer(1_000_000);

        assertThat(pair.b().intact()).isTrue();
        assertThat(lab.network().tally().tooLarge())
                .as("probes of the smallest size above the base")
                .isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anOutageOfSomeSecondsEndsNothing(long seed) {
        UdpLab lab = new UdpLab(seed, LINE);
        UdpLab.Pair pair = lab.pair();
        pair.a().send(5_000_000);
        lab.world().run(Duration.ofMillis(100));
        lab.lose((fromDialler, isData) -> true);
        lab.world().run(Duration.ofSeconds(15));
        lab.lose((fromDialler, isData) -> false);

        lab.await("all bytes arrive", () -> pair.b().received() == 5_000_000);

        assertThat(pair.b().intact()).isTrue();
    }

    private static long retransmitted(UdpLab lab) {
        return lab.dialling().count().get(UdpCounter.RETRANSMITTED_BYTES);
    }
}
