package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chaski.transport.udp.wire.DatagramFormat;
import org.junit.jupiter.api.Test;

/** The congestion window after RFC 9438, with the figures of its formulas. Times are in milliseconds. */
class CubicTest {

    private static final long MS = 1_000_000;
    private static final long DATAGRAM = DatagramFormat.BASE_BYTES;
    private static final long START = 10 * DATAGRAM;

    private final Cubic window = new Cubic();
    private final PathRtt roundTrip = new PathRtt();

    @Test
    void lossesOfOneRoundTripReduceTheWindowToSevenTenthsOnce() {
        window.congested(10, 100);
        window.congested(20, 101);
        window.congested(100, 102);

        assertThat(window.windowBytes()).isEqualTo(START * 7 / 10);
    }

    @Test
    void lossOfWhatWasSentAfterTheReductionReducesAgain() {
        window.congested(10, 100);
        window.congested(101, 200);

        assertThat(window.windowBytes()).isEqualTo(START * 49 / 100);
    }

    @Test
    void windowNeverFallsBelowTwoDatagrams() {
        for (int i = 1; i < 20; i++) {
            window.congested(i * 10L, i * 10L);
        }

        assertThat(window.windowBytes()).isEqualTo(2 * DATAGRAM);
    }

    @Test
    void slowStartGrowsByWhatArrives() {
        window.acked(DATAGRAM, 1, true, 2, roundTrip);
        window.acked(DATAGRAM, 1, true, 2, roundTrip);

        assertThat(window.windowBytes()).isEqualTo(START + 2 * DATAGRAM);
    }

    /** A short path: Reno's growth, reduced by alpha_cubic = 0.53 until the previous window is reached, is faster than the cubic function. */
    @Test
    void onAShortPathTheWindowGrowsLikeReno() {
        grow(100);
        long nowMs = lose(0, 1);
        double datagrams = window.windowBytes() / (double) DATAGRAM;
        for (int trip = 1; trip <= 20; trip++) {
            nowMs = roundTrip(nowMs, 1, true);
        }

        assertThat(window.windowBytes() / (double) DATAGRAM).isCloseTo(datagrams + 20 * 0.53, within(1.0));
    }

    /** W_max = 500 datagrams, K = cbrt(0.3 * 500 / 0.4) = 7.2 s. */
    @Test
    void onALongPathTheWindowReturnsToThePlateauAfterKAndLeavesItSlowly() {
        grow(500);
        long nowMs = lose(0, 100);
        double atHalfK = 0;
        double atK = 0;
        double later = 0;
        for (int trip = 1; trip <= 144; trip++) {
            nowMs = roundTrip(nowMs, 100, true);
            double now = window.windowBytes() / (double) DATAGRAM;
            atHalfK = trip == 36 ? now : atHalfK;
            atK = trip == 72 ? now : atK;
            later = trip == 144 ? now : later;
        }

        assertThat(atHalfK).as("W_max - C * (K / 2)^3").isCloseTo(500 - 0.4 * 3.6 * 3.6 * 3.6, within(3.0));
        assertThat(atK).as("W_max").isCloseTo(500, within(2.0));
        assertThat(later).as("W_max + C * K^3").isCloseTo(500 + 0.4 * 7.2 * 7.2 * 7.2, within(8.0));
    }

    /** Section 4.7: W_max is 500 * 0.7 * 1.7 / 2 = 297 datagrams, not 350, so the window of 245 is at most that after K = 5.1 s. */
    @Test
    void flowThatLosesAgainBeforeItsPlateauLeavesRoom() {
        grow(500);
        long nowMs = lose(0, 100);
        nowMs = lose(nowMs + 1, 100);
        for (int trip = 1; trip <= 51; trip++) {
            nowMs = roundTrip(nowMs, 100, true);
        }

        assertThat(window.windowBytes() / (double) DATAGRAM).isCloseTo(297.5, within(3.0));
    }

    @Test
    void packetsSentBeforeTheReductionDoNotGrowTheWindow() {
        window.congested(10, 100);
        window.acked(DATAGRAM, 99, true, 101, roundTrip);
        window.acked(DATAGRAM, 100, true, 101, roundTrip);

        assertThat(window.windowBytes()).isEqualTo(START * 7 / 10);
    }

    @Test
    void windowThatIsNotUsedDoesNotGrow() {
        window.acked(DATAGRAM, 1, false, 2, roundTrip);
        assertThat(window.windowBytes()).isEqualTo(START);
    }

    /** Section 5.8: otherwise a sender that pauses for an hour returns with a burst. */
    @Test
    void timeInWhichTheWindowIsNotUsedDoesNotCount() {
        grow(500);
        long nowMs = lose(0, 100);
        for (int trip = 1; trip <= 10; trip++) {
            nowMs = roundTrip(nowMs, 100, true);
        }
        long before = window.windowBytes();
        for (int trip = 1; trip <= 1000; trip++) {
            nowMs = roundTrip(nowMs, 100, false);
        }
        nowMs += 3_600_000;
        assertThat(window.windowBytes()).isEqualTo(before);

        roundTrip(nowMs, 100, true);

        assertThat((window.windowBytes() - before) / (double) DATAGRAM).isBetween(0.0, 20.0);
    }

    @Test
    void persistentCongestionLeavesTwoDatagrams() {
        window.congested(10, 100);
        window.persistentlyCongested();

        assertThat(window.windowBytes()).isEqualTo(2 * DATAGRAM);
        assertThat(window.slowStart()).isTrue();
    }

    @Test
    void largerDatagramsRaiseTheInitialAndTheSmallestWindow() {
        window.datagramBytes(1_472);
        assertThat(window.windowBytes()).isEqualTo(14_720);

        window.datagramBytes(16_384);
        assertThat(window.windowBytes()).isEqualTo(2 * 16_384);

        window.datagramBytes((int) DATAGRAM);
        window.congested(10, 100);
        window.datagramBytes(16_384);
        assertThat(window.windowBytes()).isEqualTo(2 * 16_384);
    }

    @Test
    void windowIsBounded() {
        grow(10_000);
        assertThat(window.windowBytes()).isBetween(4L << 20, (4L << 20) + DATAGRAM);
    }

    /** Slow start up to a number of datagrams. */
    private void grow(int datagrams) {
        while (window.windowBytes() < datagrams * DATAGRAM && window.windowBytes() < 4 << 20) {
            window.acked(DATAGRAM, 0, true, 0, roundTrip);
        }
    }

    /** Loses what was sent now, and returns the time at which the reduction is known: a round trip later. */
    private long lose(long nowMs, long rttMs) {
        for (int i = 0; i < 100; i++) {
            roundTrip.sample(rttMs * MS, 0);
        }
        window.congested(nowMs * MS + 1, (nowMs + rttMs) * MS);
        return nowMs + rttMs + 1;
    }

    /** A window of datagrams is acknowledged, evenly in the course of a round trip. */
    private long roundTrip(long nowMs, long rttMs, boolean used) {
        long count = window.windowBytes() / DATAGRAM;
        for (long i = 1; i <= count; i++) {
            long nowNs = nowMs * MS + i * rttMs * MS / count;
            window.acked(DATAGRAM, nowMs * MS, used, nowNs, roundTrip);
        }
        return nowMs + rttMs;
    }
}
