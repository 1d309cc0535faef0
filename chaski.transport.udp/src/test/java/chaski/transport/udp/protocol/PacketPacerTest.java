package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.DatagramFormat;
import org.junit.jupiter.api.Test;

/** What is sent immediately, and how the rest is spread. */
class PacketPacerTest {

    private final PacketPacer pacer = new PacketPacer();
    private final SendWindow window = new SendWindow(new Cubic());
    private final PathRtt roundTrip = new PathRtt();

    @Test
    void initialWindowLeavesAtOnceAndNoMore() {
        for (int i = 0; i < 10; i++) {
            assertThat(pacer.delayNs(0, window, roundTrip)).isZero();
            pacer.sent(DatagramFormat.BASE_BYTES);
        }

        assertThat(pacer.delayNs(0, window, roundTrip)).isPositive();
    }

    @Test
    void windowIsSpreadOverHalfARoundTripInSlowStart() {
        long nowNs = 0;
        for (int i = 0; i < 20; i++) {
            nowNs += pacer.delayNs(nowNs, window, roundTrip);
            pacer.sent(DatagramFormat.BASE_BYTES);
        }

        assertThat(nowNs).isBetween(roundTrip.smoothedNs() * 9 / 20, roundTrip.smoothedNs() * 11 / 20);
    }

    @Test
    void restAllowsNoLargerBurst() {
        long lateNs = 3_600_000_000_000L;
        int burst = 0;
        while (burst < 100 && pacer.delayNs(lateNs, window, roundTrip) == 0) {
            pacer.sent(DatagramFormat.BASE_BYTES);
            burst++;
        }

        assertThat(burst).isEqualTo(10);
    }
}
