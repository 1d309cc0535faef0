package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.DatagramFormat;
import org.junit.jupiter.api.Test;

class SendWindowTest {

    private static final long START = 10L * DatagramFormat.BASE_BYTES;

    private final SendWindow window = new SendWindow(new Cubic());

    @Test
    void datagramLeavesOnlyIfAllOfItFits() {
        window.sent(START - DatagramFormat.BASE_BYTES);
        assertThat(window.hasRoom()).isTrue();
        window.sent(1);
        assertThat(window.hasRoom()).isFalse();
        window.left(1);
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void windowLimitsTheSenderIfHalfOfItIsInFlight() {
        window.sent(START / 2 - 1);
        assertThat(window.used()).isFalse();
        window.sent(1);
        assertThat(window.used()).isTrue();
    }

    @Test
    void largerDatagramsNeedMoreRoom() {
        window.datagramBytes(16_384);
        window.sent(16_384);
        assertThat(window.hasRoom()).isTrue();
        window.sent(1);
        assertThat(window.hasRoom()).isFalse();
    }
}
