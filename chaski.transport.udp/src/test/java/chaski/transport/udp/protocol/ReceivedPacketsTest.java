package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.UdpAckFrame;
import org.junit.jupiter.api.Test;

/** When an acknowledgement is due, and what it contains. */
class ReceivedPacketsTest {

    private static final long MS = 1_000_000;

    private final ReceivedPackets received = new ReceivedPackets();

    @Test
    void everySecondPacketIsAcknowledgedAtOnce() {
        received.add(0, true, 0);
        assertThat(received.ackDue(0)).isFalse();

        received.add(1, true, 0);

        assertThat(received.ackDue(0)).isTrue();
    }

    @Test
    void singlePacketIsAcknowledgedAfterTheLongestDelay() {
        received.add(0, true, 10 * MS);

        assertThat(received.ackDueNs()).isEqualTo(35 * MS);
        assertThat(received.ackDue(35 * MS - 1)).isFalse();
        assertThat(received.ackDue(35 * MS)).isTrue();
    }

    @Test
    void gapIsReportedAtOnce() {
        received.add(0, true, 0);
        received.ackSent();
        received.add(2, true, 0);

        assertThat(received.ackDue(0)).isTrue();
    }

    @Test
    void otherSideMayAskForFewerAcknowledgements() {
        received.frequency(5, 10, 4 * MS);
        for (int i = 0; i < 9; i++) {
            received.add(i, true, 0);
        }
        assertThat(received.ackDue(4 * MS - 1)).isFalse();
        assertThat(received.ackDue(4 * MS)).isTrue();

        received.add(9, true, 0);
        assertThat(received.ackDue(0)).isTrue();
    }

    @Test
    void requestsThatWouldStallTheOtherSideAreLimited() {
        received.frequency(0, 255, 4_294_967_295_000L);
        for (int i = 0; i < 31; i++) {
            received.add(i, true, 0);
        }
        assertThat(received.ackDueNs()).isEqualTo(25 * MS);
        assertThat(received.ackDue(0)).isFalse();
        received.add(31, true, 0);
        assertThat(received.ackDue(0)).isTrue();
    }

    @Test
    void olderRequestDoesNotReplaceANewerOne() {
        received.frequency(9, 2, 25 * MS);
        received.frequency(8, 10, 25 * MS);
        received.add(0, true, 0);
        received.add(1, true, 0);

        assertThat(received.ackDue(0)).isTrue();
    }

    /** Three, so that the other side knows from the last one that the packets in the gap are lost. */
    @Test
    void gapIsReportedThreeTimesAtOnceHoweverRareAcknowledgementsAre() {
        received.frequency(0, 10, 25 * MS);
        received.add(0, true, 0);
        received.ackSent();
        for (int number = 2; number <= 4; number++) {
            received.add(number, true, 0);
            assertThat(received.ackDue(0)).as("packet " + number).isTrue();
            received.ackSent();
        }
        received.add(5, true, 0);
        assertThat(received.ackDue(0)).isFalse();
    }

    @Test
    void packetThatDoesNotAskIsNotAcknowledgedAlone() {
        received.add(0, false, 0);
        received.add(2, false, 0);

        assertThat(received.ackWanted()).isFalse();
    }

    @Test
    void frameNamesAllRangesAndHowLongTheLargestHasWaited() {
        received.add(0, true, 0);
        received.add(1, true, 0);
        received.add(5, true, 4 * MS);
        received.add(3, true, 9 * MS);
        UdpAckFrame frame = new UdpAckFrame();
        received.render(frame, 10 * MS);

        assertThat(frame.delayUs()).isEqualTo(6000);
        assertThat(frame.count()).isEqualTo(3);
        assertThat(frame.largest()).isEqualTo(5);
        assertThat(frame.first(2)).isZero();
        assertThat(frame.last(2)).isEqualTo(1);
    }

    @Test
    void packetIsTakenOnce() {
        received.add(0, true, 0);
        received.add(7, true, 0);

        assertThat(received.isRepeated(0)).isTrue();
        assertThat(received.isRepeated(7)).isTrue();
        assertThat(received.isRepeated(3)).isFalse();
    }

    @Test
    void packetsFarBelowWhatThePeerHasHeardAreRepetitions() {
        received.add(1000, true, 0);
        received.acknowledgementReceived(1000);

        assertThat(received.isRepeated(743)).isTrue();
        assertThat(received.isRepeated(744)).isFalse();
        assertThat(received.isRepeated(1000)).isTrue();
    }
}
