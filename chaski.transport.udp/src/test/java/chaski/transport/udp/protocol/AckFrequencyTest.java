package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.DatagramFormat;
import org.junit.jupiter.api.Test;

/** How often a sender wants to be acknowledged. */
class AckFrequencyTest {

    private static final long MS = 1_000_000;

    private final Cubic control = new Cubic();
    private final SendWindow window = new SendWindow(control);
    private final PathRtt roundTrip = new PathRtt();
    private final AckFrequency frequency = new AckFrequency(true);

    @Test
    void nothingIsAskedBeforeTheRoundTripTimeIsKnown() {
        grow(1000);
        assertThat(frequency.due(window, roundTrip)).isFalse();
    }

    @Test
    void smallWindowOnALongPathNeedsNoRequest() {
        sample(100);
        assertThat(frequency.due(window, roundTrip)).isFalse();
    }

    @Test
    void eighthOfTheWindowIsAskedForAsAPowerOfTwo() {
        sample(100);
        grow(63);
        ask(4, 25);
        grow(64);
        ask(8, 25);
        grow(1000);
        ask(16, 25);
        grow(2000);
        assertThat(frequency.due(window, roundTrip)).isFalse();
    }

    @Test
    void smallerWindowIsAcknowledgedMoreOftenAgain() {
        sample(100);
        grow(64);
        ask(8, 25);
        control.congested(1, 1);
        ask(4, 25);
        control.congested(2, 2);
        control.congested(3, 3);
        ask(2, 25);
    }

    @Test
    void quarterOfTheRoundTripTimeIsTheLongestDelay() {
        sample(40);
        ask(2, 10);
        sample(60);
        assertThat(frequency.due(window, roundTrip)).isFalse();
        sample(1);
        ask(2, 1);
        sample(500);
        ask(2, 25);
    }

    @Test
    void lostRequestIsDueAgain() {
        sample(40);
        ask(2, 10);
        frequency.lost();
        ask(2, 10);
    }

    @Test
    void sideThatDoesNotKnowRequestsGetsNone() {
        sample(40);
        grow(1000);
        assertThat(new AckFrequency(false).due(window, roundTrip)).isFalse();
    }

    private void sample(long ms) {
        for (int i = 0; i < 200; i++) {
            roundTrip.sample(ms * MS, 0);
        }
    }

    private void grow(int datagrams) {
        while (window.windowBytes() < datagrams * DatagramFormat.BASE_BYTES) {
            control.acked(DatagramFormat.BASE_BYTES, 0, true, 0, roundTrip);
        }
    }

    private void ask(int packets, int delayMs) {
        assertThat(frequency.due(window, roundTrip)).isTrue();
        assertThat(frequency.packets()).isEqualTo(packets);
        assertThat(frequency.delayUs() / 1000).isEqualTo(delayMs);
        frequency.sent();
        assertThat(frequency.due(window, roundTrip)).isFalse();
    }
}
