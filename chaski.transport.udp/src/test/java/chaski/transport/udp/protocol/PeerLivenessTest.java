package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerLivenessTest {

    private static final long SECOND_NS = 1_000_000_000;
    private static final long IDLE_NS = 30 * SECOND_NS;

    private final PeerLiveness dialler = new PeerLiveness(new Parameters(0, IDLE_NS, 0, true, 0));
    private final PeerLiveness listener = new PeerLiveness(new Parameters(0, IDLE_NS, 0, false, 0));

    @Test
    void silenceIsMeasuredFromTheLastPacket() {
        dialler.heard(SECOND_NS);

        assertThat(dialler.exceededSilenceNs(IDLE_NS + SECOND_NS - 1)).isZero();
        assertThat(dialler.exceededSilenceNs(IDLE_NS + SECOND_NS)).isEqualTo(IDLE_NS);
    }

    @Test
    void diallerMustConfirmWithinTenSeconds() {
        assertThat(dialler.confirmed()).isTrue();
        assertThat(listener.confirmed()).isFalse();
        assertThat(listener.timeoutNs()).isEqualTo(10 * SECOND_NS);
        assertThat(listener.exceededSilenceNs(10 * SECOND_NS)).isEqualTo(10 * SECOND_NS);

        listener.heard(SECOND_NS);

        assertThat(listener.confirmed()).isTrue();
        assertThat(listener.exceededSilenceNs(10 * SECOND_NS)).isZero();
    }

    @Test
    void keepAliveIsDueThreeTimesInTheIdleTimeout() {
        assertThat(dialler.keepAliveDue(IDLE_NS / 3 - 1)).isFalse();
        assertThat(dialler.keepAliveDue(IDLE_NS / 3)).isTrue();
        assertThat(dialler.keepAliveDue(IDLE_NS / 3)).as("once").isFalse();
        assertThat(dialler.timeoutNs()).isEqualTo(2 * IDLE_NS / 3);

        dialler.heard(IDLE_NS / 2);

        assertThat(dialler.timeoutNs()).as("a packet puts it off").isEqualTo(IDLE_NS / 2 + IDLE_NS / 3);
    }

    @Test
    void onlyRefusalsInARowAreBelieved() {
        assertThat(dialler.refused()).isFalse();
        assertThat(dialler.refused()).isFalse();
        dialler.heard(SECOND_NS);
        assertThat(dialler.refused()).isFalse();
        assertThat(dialler.refused()).isFalse();

        assertThat(dialler.refused()).isTrue();
    }
}
