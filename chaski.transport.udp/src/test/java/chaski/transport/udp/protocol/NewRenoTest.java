package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.DatagramFormat;
import org.junit.jupiter.api.Test;

/** The congestion window after RFC 9002, section 7. Times are in milliseconds. */
class NewRenoTest {

    private static final long DATAGRAM = DatagramFormat.MAX_BYTES;
    private static final long START = NewReno.INITIAL_WINDOW_BYTES;

    private final NewReno window = new NewReno();

    @Test
    void lossesOfOneRoundTripHalveTheWindowOnce() {
        window.congested(10, 100);
        window.congested(20, 101);
        window.congested(100, 102);

        assertThat(window.windowBytes()).isEqualTo(START / 2);
    }

    @Test
    void lossOfWhatWasSentAfterTheReductionHalvesAgain() {
        window.congested(10, 100);
        window.congested(101, 200);

        assertThat(window.windowBytes()).isEqualTo(START / 4);
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
        window.sent(3 * DATAGRAM);
        window.acked(DATAGRAM, 1, true);
        window.acked(DATAGRAM, 1, true);

        assertThat(window.windowBytes()).isEqualTo(START + 2 * DATAGRAM);
        assertThat(window.inFlightBytes()).isEqualTo(DATAGRAM);
    }

    @Test
    void afterALossTheWindowGrowsByOneDatagramARoundTrip() {
        window.congested(10, 100);
        long halved = window.windowBytes();
        window.sent(halved);
        for (long acked = 0; acked < halved; acked += DATAGRAM) {
            window.acked(DATAGRAM, 101, true);
        }

        assertThat(window.windowBytes()).isBetween(halved + DATAGRAM / 2, halved + DATAGRAM);
    }

    @Test
    void packetsSentBeforeTheReductionDoNotGrowTheWindow() {
        window.sent(2 * DATAGRAM);
        window.congested(10, 100);
        window.acked(DATAGRAM, 99, true);
        window.acked(DATAGRAM, 100, true);

        assertThat(window.windowBytes()).isEqualTo(START / 2);
    }

    @Test
    void windowThatIsNotUsedDoesNotGrow() {
        window.sent(DATAGRAM);
        window.acked(DATAGRAM, 1, false);

        assertThat(window.windowBytes()).isEqualTo(START);
    }

    @Test
    void persistentCongestionLeavesTwoDatagrams() {
        window.congested(10, 100);
        window.persistentlyCongested();

        assertThat(window.windowBytes()).isEqualTo(2 * DATAGRAM);
        assertThat(window.slowStart()).isTrue();
    }

    @Test
    void datagramLeavesOnlyIfAllOfItFits() {
        window.sent(START - DATAGRAM);
        assertThat(window.hasRoom()).isTrue();
        window.sent(1);
        assertThat(window.hasRoom()).isFalse();
        window.discarded(1);
        assertThat(window.hasRoom()).isTrue();
    }
}
