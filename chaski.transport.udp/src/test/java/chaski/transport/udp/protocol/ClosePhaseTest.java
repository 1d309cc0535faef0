package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ClosePhaseTest {

    private static final long PTO_NS = 100;

    private final ClosePhase phase = new ClosePhase();

    @Test
    void nothingIsDueBeforeTheEnd() {
        assertThat(phase.due()).isFalse();
    }

    @Test
    void closeIsRepeatedAfterEachProbeTimeoutUntilThreeAreOver() {
        begin();
        assertThat(sent()).isTrue();
        assertThat(sent()).as("once").isFalse();

        assertThat(phase.timeoutNs()).isEqualTo(PTO_NS);
        assertThat(phase.timeout(PTO_NS, PTO_NS)).isFalse();
        assertThat(sent()).isTrue();
        assertThat(phase.timeout(PTO_NS + 1, PTO_NS)).isFalse();
        assertThat(sent()).as("too early").isFalse();
        assertThat(phase.timeout(2 * PTO_NS, PTO_NS)).isFalse();
        assertThat(sent()).isTrue();

        assertThat(phase.timeoutNs()).isEqualTo(3 * PTO_NS);
        assertThat(phase.timeout(3 * PTO_NS, PTO_NS)).as("over").isTrue();
    }

    @Test
    void packetsAreAnsweredEverMoreRarely() {
        begin();
        sent();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            phase.packetArrived();
            answers.append(sent() ? 'C' : '.');
        }

        assertThat(answers).hasToString("CC.C..C...");
    }

    @Test
    void confirmationIsSentOnce() {
        phase.confirm();

        assertThat(sent()).isTrue();
        assertThat(sent()).isFalse();
    }

    @Test
    void confirmedCloseIsNotSent() {
        begin();

        phase.confirmed();

        assertThat(sent()).isFalse();
    }

    private void begin() {
        phase.begin(CloseCode.FAILED, "silence", 0, PTO_NS);
    }

    private boolean sent() {
        boolean due = phase.due();
        if (due) {
            ByteBuffer target = ByteBuffer.allocate(100);
            phase.write(target);
            assertThat(target.position()).isPositive();
        }
        return due;
    }
}
