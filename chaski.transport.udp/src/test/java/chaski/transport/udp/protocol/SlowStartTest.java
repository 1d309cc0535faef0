package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the first slow start ends, after RFC 9406. Times are in milliseconds. */
class SlowStartTest {

    private static final long MS = 1_000_000;
    private static final int BYTES = 1000;
    private static final int PACKETS = 20;

    private final SlowStart start = new SlowStart();
    private long nowMs;

    @Test
    void growsByWhatArrivesWhileTheRoundTripTimeIsTheSame() {
        for (int i = 0; i < 20; i++) {
            assertThat(round(100)).isEqualTo(PACKETS * BYTES);
        }
        assertThat(start.over()).isFalse();
    }

    @Test
    void slowsDownWhenTheRoundTripTimeGrowsByAnEighthAndEndsFiveRoundsLater() {
        round(100);
        round(100);
        // The eighth packet of the round decides.
        assertThat(round(113)).isEqualTo(7 * BYTES + 13 * BYTES / 4);
        for (int i = 0; i < 4; i++) {
            assertThat(round(120)).isEqualTo(PACKETS * BYTES / 4);
            assertThat(start.over()).isFalse();
        }
        round(120);

        assertThat(start.over()).isTrue();
    }

    @Test
    void smallGrowthIsNoSignOfAQueue() {
        round(100);
        round(112);
        assertThat(round(112)).isEqualTo(PACKETS * BYTES);
        assertThat(start.over()).isFalse();
    }

    @Test
    void oneFastPacketInARoundIsEnough() {
        round(100);
        for (int i = 0; i < 10; i++) {
            packet(nowMs, i == 5 ? 100 : 150);
        }
        assertThat(round(100)).isEqualTo(PACKETS * BYTES);
    }

    @Test
    void continuesIfTheRoundTripTimeFallsAgain() {
        round(100);
        round(120);
        assertThat(round(100)).isEqualTo(7 * BYTES / 4 + 13 * BYTES);
        assertThat(round(100)).isEqualTo(PACKETS * BYTES);
        assertThat(start.over()).isFalse();
    }

    /** A flight of packets with the same round-trip time; returns how much the window grew. */
    private long round(long rttMs) {
        double grown = 0;
        for (int i = 0; i < PACKETS; i++) {
            grown += packet(nowMs, rttMs);
        }
        nowMs += rttMs;
        return (long) grown;
    }

    private double packet(long sentMs, long rttMs) {
        return start.acked(BYTES, sentMs * MS, (sentMs + rttMs) * MS);
    }
}
