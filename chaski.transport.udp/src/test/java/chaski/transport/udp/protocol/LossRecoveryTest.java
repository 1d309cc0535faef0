package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.UdpAckFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers and losses of one connection, without a connection. Times are in milliseconds. */
class LossRecoveryTest {

    private static final long MS = 1_000_000;
    private static final int BYTES = 1000;

    private final List<Long> acked = new ArrayList<>();
    private final List<Long> lost = new ArrayList<>();
    private final Statistics statistics = new Statistics();
    private final LossRecovery recovery = new LossRecovery(
            new LossRecovery.Owner() {
                @Override
                public void acked(SentPacket packet) {
                    acked.add(packet.number);
                }

                @Override
                public void lost(SentPacket packet) {
                    lost.add(packet.number);
                }
            },
            statistics);
    private long next;

    @Test
    void probeTimerRunsFromTheLastPacketThatAsks() {
        send(0);
        assertThat(timeoutMs()).isEqualTo(ptoMs());

        send(40);

        assertThat(timeoutMs()).isEqualTo(40 + ptoMs());
    }

    @Test
    void probeTimerStartsAnewEvenIfNoProbeCanLeave() {
        send(0);
        ack(10, 0, 0);
        send(20);
        long first = timeoutMs();
        recovery.timeout(first * MS);

        assertThat(recovery.probesDue()).isEqualTo(2);
        assertThat(timeoutMs()).isEqualTo(first + 2 * ptoMs());
    }

    @Test
    void probeTimeoutDoublesUpToTwoSeconds() {
        send(0);
        for (int i = 0; i < 10; i++) {
            recovery.timeout(timeoutMs() * MS);
        }
        long before = timeoutMs();
        recovery.timeout(before * MS);

        assertThat(timeoutMs()).isEqualTo(before + 2000);
        assertThat(statistics.probes()).isEqualTo(11);
    }

    @Test
    void nothingHappensBeforeTheTimeout() {
        send(0);
        recovery.timeout((timeoutMs() - 1) * MS);

        assertThat(recovery.probesDue()).isZero();
        assertThat(statistics.probes()).isZero();
    }

    @Test
    void newAcknowledgementEndsTheBackoff() {
        send(0);
        ack(10, 0, 0);
        send(20);
        recovery.timeout(timeoutMs() * MS);
        recovery.timeout(timeoutMs() * MS);
        send(500);
        ack(510, 2, 2);
        send(510);

        assertThat(recovery.probesDue()).isZero();
        assertThat(ptoMs()).isLessThan(100);
        assertThat(timeoutMs()).isEqualTo(510 + ptoMs());
    }

    @Test
    void packetIsLostWhenThreeLaterOnesHaveArrived() {
        for (int i = 0; i < 4; i++) {
            send(0);
        }
        ack(100, 1, 2);
        assertThat(lost).isEmpty();

        ack(100, 1, 3);

        assertThat(lost).containsExactly(0L);
        assertThat(acked).containsExactly(1L, 2L, 3L);
        assertThat(statistics.packetsLost()).isEqualTo(1);
    }

    @Test
    void packetIsLostWhenALaterOneArrivedAndTimeHasPassed() {
        send(0);
        send(0);
        ack(100, 1, 1);
        assertThat(lost).isEmpty();
        assertThat(timeoutMs()).isEqualTo(9 * 100 / 8);

        recovery.timeout(9 * 100 * MS / 8 + MS);

        assertThat(lost).containsExactly(0L);
        assertThat(recovery.waits()).isFalse();
        assertThat(recovery.timed()).isFalse();
    }

    @Test
    void lossesOfOneFlightReduceTheWindowOnce() {
        for (int i = 0; i < 9; i++) {
            send(0);
        }
        long before = recovery.window().windowBytes();
        ack(100, 4, 4);
        ack(100, 6, 6);
        ack(100, 8, 8);

        assertThat(lost).containsExactly(0L, 1L, 2L, 3L, 5L);
        // Packet 4 increased the window before the first loss was detected.
        assertThat(recovery.window().windowBytes()).isEqualTo((before + BYTES) * 7 / 10);
    }

    @Test
    void lossOfAProbeForThePathMtuIsNoCongestion() {
        SentPacket probe = packet(0);
        probe.mtuProbe = true;
        recovery.sent(probe, false);
        for (int i = 0; i < 3; i++) {
            send(0);
        }
        long before = recovery.window().windowBytes();
        ack(100, 1, 3);

        assertThat(lost).containsExactly(0L);
        assertThat(recovery.window().inFlightBytes()).isZero();
        assertThat(recovery.window().windowBytes()).isGreaterThanOrEqualTo(before);
        assertThat(recovery.window().control().slowStart()).isTrue();
    }

    @Test
    void lostPacketsAreNoLongerOnTheirWay() {
        for (int i = 0; i < 4; i++) {
            send(0);
        }
        ack(100, 3, 3);

        assertThat(recovery.window().inFlightBytes()).isEqualTo(2 * BYTES);
    }

    @Test
    void lateAcknowledgementOfALostPacketIsCounted() {
        for (int i = 0; i < 4; i++) {
            send(0);
        }
        ack(100, 3, 3);
        ack(101, 0, 0);

        assertThat(statistics.packetsSpuriouslyLost()).isEqualTo(1);
        assertThat(acked).containsExactly(3L, 0L);
        assertThat(recovery.window().inFlightBytes()).isEqualTo(2 * BYTES);
    }

    @Test
    void acknowledgementOfWhatWasNotSentIsRefused() {
        send(0);
        assertThat(recovery.acknowledged(frame(1, 1), next, 10 * MS)).isFalse();
    }

    @Test
    void probeRepeatsTheOldestPacketThatCarriesSomething() {
        send(0);
        SentPacket carrying = packet(1);
        carrying.maxData = true;
        recovery.sent(carrying, false);

        assertThat(recovery.oldest()).isSameAs(carrying);
    }

    private void send(long ms) {
        recovery.sent(packet(ms), false);
    }

    private SentPacket packet(long ms) {
        SentPacket packet = new SentPacket(next++, ms * MS);
        packet.bytes = BYTES;
        return packet;
    }

    private void ack(long ms, long from, long to) {
        assertThat(recovery.acknowledged(frame(from, to), next, ms * MS)).isTrue();
    }

    private static UdpAckFrame frame(long from, long to) {
        UdpAckFrame frame = new UdpAckFrame();
        frame.add(from, to);
        return frame;
    }

    private long timeoutMs() {
        assertThat(recovery.timed()).isTrue();
        return recovery.timeoutNs() / MS;
    }

    private long ptoMs() {
        return recovery.roundTrip().ptoNs() / MS;
    }
}
