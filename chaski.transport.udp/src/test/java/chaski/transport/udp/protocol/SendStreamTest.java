package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is sent again, and what is not. */
class SendStreamTest {

    private static final int ROOM = 1100;

    private final Statistics statistics = new Statistics();
    private long available = 3000;
    private final SendStream stream = new SendStream(
            new StreamSource() {
                @Override
                public long available() {
                    return available;
                }

                @Override
                public void take(byte[] target, int index, int count) {
                    available -= count;
                }
            },
            statistics,
            1 << 20);
    private long number;

    @Test
    void lostPieceIsSentAgainBeforeAnythingNew() {
        SentPacket first = send();
        stream.lost(first);
        SentPacket again = send();

        assertThat(again.from(0)).isEqualTo(first.from(0));
        assertThat(again.to(0)).isEqualTo(first.to(0));
        assertThat(statistics.bytesRetransmitted()).isEqualTo(first.to(0));
    }

    @Test
    void pieceThatArrivedByAnotherPacketIsNotSentAgain() {
        SentPacket first = send();
        SentPacket second = send();
        stream.lost(first);
        SentPacket again = send();
        stream.acked(again);
        stream.acked(second);
        stream.lost(first);

        SentPacket next = send();
        assertThat(next.from(0)).isEqualTo(second.to(0));
        assertThat(statistics.bytesRetransmitted()).isEqualTo(first.to(0));
    }

    @Test
    void whatArrivedOutOfOrderIsNotSentAgainWithAnEarlierLoss() {
        SentPacket first = send();
        SentPacket second = send();
        stream.acked(second);
        stream.lost(first);
        stream.lost(second);

        assertThat(send().to(0)).isEqualTo(first.to(0));
        assertThat(send().from(0)).isEqualTo(second.to(0));
        assertThat(statistics.bytesRetransmitted()).isEqualTo(first.to(0));
    }

    @Test
    void endIsSentAgainUntilItArrives() {
        available = 10;
        stream.end();
        SentPacket last = send();
        assertThat(last.end).isTrue();
        assertThat(stream.hasWork()).isFalse();

        stream.lost(last);
        SentPacket again = send();
        assertThat(again.end).isTrue();
        stream.acked(again);

        assertThat(stream.allAcked()).isTrue();
        stream.lost(last);
        assertThat(stream.hasWork()).isFalse();
    }

    @Test
    void nothingIsSentBeyondTheGrantedOffset() {
        SendStream narrow = new SendStream(
                new StreamSource() {
                    @Override
                    public long available() {
                        return 1000;
                    }

                    @Override
                    public void take(byte[] target, int index, int count) {}
                },
                statistics,
                100);
        SentPacket packet = new SentPacket(0, 0);
        narrow.write(ByteBuffer.allocate(2000), ROOM, packet);

        assertThat(packet.to(0)).isEqualTo(100);
        assertThat(narrow.hasWork()).isFalse();
        narrow.limit(150);
        assertThat(narrow.hasWork()).isTrue();
    }

    private SentPacket send() {
        SentPacket packet = new SentPacket(number++, 0);
        assertThat(stream.write(ByteBuffer.allocate(2000), ROOM, packet)).isTrue();
        return packet;
    }
}
