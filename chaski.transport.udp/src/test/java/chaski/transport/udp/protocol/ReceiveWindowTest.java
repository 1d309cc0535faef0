package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How far the sender may go ahead. Times are in milliseconds. */
class ReceiveWindowTest {

    private static final long MS = 1_000_000;
    private static final int MIB = 1 << 20;
    private static final long RTT_NS = 100 * MS;

    private final ReceiveStream in = new ReceiveStream();
    private long taken;

    @Test
    void windowThatIsUsedSlowlyStays() {
        in.open();
        long nowMs = 0;
        assertThat(in.grant(0, RTT_NS)).isEqualTo(MIB);
        for (int i = 0; i < 20; i++) {
            nowMs += 200;
            arrives(MIB / 2);
            assertThat(in.grant(nowMs * MS, RTT_NS)).isEqualTo(taken + MIB);
        }
    }

    @Test
    void windowThatLimitsTheSenderIsDoubledUpToFourMebibytes() {
        in.open();
        assertThat(in.grant(0, RTT_NS)).isEqualTo(MIB);
        arrives(MIB / 2);
        assertThat(in.grant(100 * MS, RTT_NS)).isEqualTo(taken + 2 * MIB);
        arrives(MIB);
        assertThat(in.grant(200 * MS, RTT_NS)).isEqualTo(taken + 4 * MIB);
        arrives(2 * MIB);
        assertThat(in.grant(300 * MS, RTT_NS)).isEqualTo(taken + 4 * MIB);
    }

    @Test
    void repeatedGrantIsNoSignOfALimit() {
        in.open();
        in.grant(0, RTT_NS);
        arrives(1000);
        in.grantLost();

        assertThat(in.grant(MS, RTT_NS)).isEqualTo(taken + MIB);
    }

    private void arrives(int bytes) {
        in.take(taken, ByteBuffer.allocate(bytes), piece -> {});
        taken += bytes;
    }
}
