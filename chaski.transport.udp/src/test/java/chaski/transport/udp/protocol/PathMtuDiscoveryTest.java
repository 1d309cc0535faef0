package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.DatagramFormat;
import org.junit.jupiter.api.Test;

/** Which sizes are tried, and when a size is given up, after RFC 8899. Times are in milliseconds. */
class PathMtuDiscoveryTest {

    private static final long MS = 1_000_000;
    private static final long TEN_MINUTES_MS = 600_000;

    private final PathMtuDiscovery mtu = new PathMtuDiscovery(DatagramFormat.LARGEST_BYTES);
    private long number;

    @Test
    void triesTheUsualSizesInTurnAndUsesWhatArrives() {
        for (int size : new int[] {1_392, 1_452, 1_472, 8_952, 16_384}) {
            SentPacket probe = probe(0);
            assertThat(probe.bytes).isEqualTo(size);
            assertThat(mtu.bytes()).isLessThan(size);
            mtu.acked(probe, 0);
            assertThat(mtu.bytes()).isEqualTo(size);
        }
        assertThat(mtu.probeBytes(0)).isZero();
        assertThat(mtu.probeBytes(2 * TEN_MINUTES_MS * MS)).isZero();
    }

    @Test
    void oneProbeIsOnItsWayAtATime() {
        probe(0);
        assertThat(mtu.probeBytes(TEN_MINUTES_MS * MS)).isZero();
    }

    @Test
    void thirdLostProbeEndsTheSearchForTenMinutes() {
        mtu.acked(probe(0), 0);
        for (int i = 0; i < 3; i++) {
            assertThat(mtu.lost(probe(0), 0)).isFalse();
        }

        assertThat(mtu.bytes()).isEqualTo(1_392);
        assertThat(mtu.probeBytes(TEN_MINUTES_MS * MS - 1)).isZero();
        assertThat(mtu.probeBytes(TEN_MINUTES_MS * MS)).isEqualTo(1_452);
    }

    @Test
    void lossOfTwoProbesIsForgottenWhenTheThirdArrives() {
        mtu.lost(probe(0), 0);
        mtu.lost(probe(0), 0);
        mtu.acked(probe(0), 0);
        mtu.lost(probe(0), 0);

        assertThat(mtu.probeBytes(0)).isEqualTo(1_452);
    }

    @Test
    void nothingIsTriedBeyondWhatTheOtherSideAccepts() {
        assertThat(new PathMtuDiscovery(0).probeBytes(TEN_MINUTES_MS * MS)).isZero();
        assertThat(new PathMtuDiscovery(1_391).probeBytes(TEN_MINUTES_MS * MS)).isZero();
        assertThat(new PathMtuDiscovery(1_392).probeBytes(0)).isEqualTo(1_392);
    }

    @Test
    void fullPacketsLostInThreeRoundsMakeABlackHole() {
        mtu.acked(probe(0), 0);
        assertThat(mtu.lost(packet(1_392, 1), 100 * MS)).isFalse();
        assertThat(mtu.lost(packet(1_392, 101), 200 * MS)).isFalse();
        assertThat(mtu.lost(packet(1_392, 201), 300 * MS)).isTrue();

        assertThat(mtu.bytes()).isEqualTo(DatagramFormat.BASE_BYTES);
        assertThat(mtu.probeBytes(300 * MS)).isEqualTo(1_392);
    }

    @Test
    void manyLossesOfOneRoundAreNone() {
        mtu.acked(probe(0), 0);
        for (int i = 0; i < 50; i++) {
            assertThat(mtu.lost(packet(1_392, 1), (100 + i) * MS)).isFalse();
        }
    }

    @Test
    void fullPacketThatArrivesInBetweenShowsThatThereIsNone() {
        mtu.acked(probe(0), 0);
        mtu.lost(packet(1_392, 1), 100 * MS);
        mtu.lost(packet(1_392, 101), 200 * MS);
        mtu.acked(packet(1_392, 150), 210 * MS);

        assertThat(mtu.lost(packet(1_392, 201), 300 * MS)).isFalse();
    }

    @Test
    void lostSmallPacketsAndLostProbesMakeNoBlackHole() {
        mtu.acked(probe(0), 0);
        for (int i = 1; i <= 10; i++) {
            assertThat(mtu.lost(packet(1_200, 1 + 100 * i), 100 * (i + 1) * MS)).isFalse();
        }
        for (int i = 11; i <= 13; i++) {
            assertThat(mtu.lost(probe(1 + 100 * i), 100 * (i + 1) * MS)).isFalse();
        }
        assertThat(mtu.bytes()).isEqualTo(1_392);
    }

    @Test
    void probeOfBeforeTheBlackHoleChangesNothing() {
        mtu.acked(probe(0), 0);
        SentPacket old = probe(0);
        mtu.lost(packet(1_392, 1), 100 * MS);
        mtu.lost(packet(1_392, 101), 200 * MS);
        mtu.lost(packet(1_392, 201), 300 * MS);

        mtu.acked(old, 310 * MS);

        assertThat(mtu.bytes()).isEqualTo(DatagramFormat.BASE_BYTES);
        assertThat(mtu.probeBytes(310 * MS)).isEqualTo(1_392);
    }

    private SentPacket probe(long sentMs) {
        SentPacket packet = packet(mtu.probeBytes(sentMs * MS), sentMs);
        packet.mtuProbe = true;
        assertThat(packet.bytes).isPositive();
        mtu.probeSent(packet.number);
        return packet;
    }

    private SentPacket packet(int bytes, long sentMs) {
        SentPacket packet = new SentPacket(number++, sentMs * MS);
        packet.bytes = bytes;
        return packet;
    }
}
