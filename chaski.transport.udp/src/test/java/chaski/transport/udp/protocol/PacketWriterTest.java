package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.PacketHeader;
import chaski.transport.udp.wire.UdpAckFrame;
import chaski.transport.udp.wire.UdpFrameReader;
import chaski.transport.udp.wire.UdpFrameSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketWriterTest {

    private static final long REMOTE_ID = 77;

    private final Statistics statistics = new Statistics();
    private final ReceivedPackets received = new ReceivedPackets();
    private final ReceiveStream in = new ReceiveStream();
    private final Bytes source = new Bytes();
    private final SendStream out = new SendStream(source, statistics, 1 << 20);
    private final List<Long> lost = new ArrayList<>();
    private final LossRecovery recovery = new LossRecovery(new Fates(), statistics);
    private final PacketWriter writer = new PacketWriter(REMOTE_ID, received, in, out, recovery, 0, statistics);
    private final List<String> frames = new ArrayList<>();

    @Test
    void nothingIsWrittenWhenNothingIsDue() {
        assertThat(write(0)).isFalse();
        assertThat(writer.nextNumber()).isZero();
    }

    @Test
    void packetsAreNumberedAndNameTheOtherSidesId() {
        writer.ping();
        assertThat(write(0)).isTrue();
        writer.ping();
        assertThat(write(0)).isTrue();

        assertThat(frames).containsExactly("packet 0", "ping", "packet 1", "ping");
        assertThat(statistics.packetsSent()).isEqualTo(2);
    }

    @Test
    void oneAckAnswersSeveralPacketsAndAsksForNone() {
        received.add(0, true, 0);
        received.add(1, true, 0);

        assertThat(write(0)).isTrue();

        assertThat(frames).containsExactly("packet 0", "ack 1");
        assertThat(recovery.waits()).isFalse();
        assertThat(write(0)).isFalse();
    }

    @Test
    void everyThirtyThirdAckAsksWhetherAcksArrive() {
        for (int i = 0; i < 66; i++) {
            received.add(2 * i, true, 0);
            received.add(2 * i + 1, true, 0);
            assertThat(write(0)).isTrue();
        }

        assertThat(frames).filteredOn("ping"::equals).hasSize(2);
    }

    @Test
    void bytesAreGrantedOnlyWhenSomebodyReceivesThem() {
        in.open();
        assertThat(write(0)).isFalse();

        writer.grantBytes();

        assertThat(write(0)).isTrue();
        assertThat(frames).contains("grant " + ReceiveStream.WINDOW_BYTES);
    }

    @Test
    void datagramsShareAPacketWithTheStream() {
        assertThat(writer.offer(ByteBuffer.allocate(10))).isTrue();
        assertThat(writer.offer(ByteBuffer.allocate(20))).isTrue();
        source.available = 5;

        assertThat(write(0)).isTrue();

        assertThat(frames).containsExactly("packet 0", "datagram 10", "datagram 20", "stream 0+5");
    }

    @Test
    void datagramsThatWaitAreBoundedAndCanBeDropped() {
        int taken = 0;
        while (writer.offer(ByteBuffer.allocate(1))) {
            taken++;
        }
        assertThat(taken).isEqualTo(64);

        writer.dropDatagrams();

        assertThat(write(0)).isFalse();
    }

    @Test
    void fullWindowHoldsBackWhatIsNotAnAck() {
        source.available = 1 << 20;
        int packets = 0;
        long nowNs = 0;
        while (recovery.window().hasRoom()) {
            packets += write(nowNs) ? 1 : 0;
            nowNs += 1_000_000_000;
            assertThat(packets).isLessThan(1000);
        }

        assertThat(write(nowNs)).isFalse();
        received.add(0, true, nowNs);
        received.add(1, true, nowNs);
        assertThat(write(nowNs)).isTrue();
    }

    @Test
    void largerPacketIsTriedWhenBytesWaitAndTheRoundTripTimeIsKnown() {
        PacketWriter larger = new PacketWriter(REMOTE_ID, received, in, out, recovery, 1_472, statistics);
        source.available = 1_300;
        assertThat(size(larger, 0)).as("the round-trip time is not known").isEqualTo(DatagramFormat.BASE_BYTES);
        recovery.roundTrip().sample(100_000_000, 0);
        assertThat(size(larger, 0)).as("not enough waits").isLessThan(300);

        source.available = 10_000;

        assertThat(size(larger, 0)).isEqualTo(1_392);
        assertThat(frames.subList(frames.size() - 2, frames.size())).containsExactly("packet 2", "ping");
        assertThat(size(larger, 0)).as("one probe at a time").isEqualTo(DatagramFormat.BASE_BYTES);
    }

    /** The path may have ceased to carry larger packets: a probe of the timer must arrive in any case. */
    @Test
    void probesOfTheTimerHaveTheBaseSize() {
        PacketWriter larger = new PacketWriter(REMOTE_ID, received, in, out, recovery, 1_472, statistics);
        recovery.roundTrip().sample(100_000_000, 0);
        source.available = 100_000;
        assertThat(size(larger, 0)).isEqualTo(1_392);
        SentPacket probe = new SentPacket(0, 0);
        probe.bytes = 1_392;
        larger.acked(probe, 0);
        assertThat(size(larger, 0)).isEqualTo(1_452);
        assertThat(size(larger, 0)).isEqualTo(1_392);

        recovery.timeout(recovery.timeoutNs());

        assertThat(size(larger, 1_000_000_000)).isEqualTo(DatagramFormat.BASE_BYTES);
        assertThat(size(larger, 1_000_000_000)).isEqualTo(DatagramFormat.BASE_BYTES);
        assertThat(size(larger, 1_000_000_000)).isEqualTo(1_392);
    }

    @Test
    void acknowledgementsAreNegotiatedOnlyWithASideThatKnowsIt() {
        recovery.roundTrip().sample(10_000_000, 0);
        source.available = 1;
        assertThat(write(0)).isTrue();
        assertThat(frames).noneMatch(frame -> frame.startsWith("frequency"));

        PacketWriter newer =
                new PacketWriter(REMOTE_ID, received, in, out, recovery, DatagramFormat.BASE_BYTES, statistics);
        source.available = 2_500;
        size(newer, 0);
        size(newer, 0);

        assertThat(frames).filteredOn(frame -> frame.startsWith("frequency")).containsExactly("frequency 2 2500");
    }

    @Test
    void grantOfALostPacketIsSentAgain() {
        in.open();
        writer.grantBytes();
        write(0);
        SentPacket packet = new SentPacket(0, 0);
        packet.maxData = true;
        frames.clear();

        writer.lost(packet, 0);
        write(0);

        assertThat(frames).contains("grant " + ReceiveStream.WINDOW_BYTES);
    }

    private int size(PacketWriter from, long nowNs) {
        ByteBuffer target = ByteBuffer.allocate(from.largestBytes(nowNs));
        assertThat(from.write(target, nowNs)).isTrue();
        int size = target.position();
        read(target.flip());
        return size;
    }

    private boolean write(long nowNs) {
        ByteBuffer target = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
        boolean written = writer.write(target, nowNs);
        if (written) {
            read(target.flip());
        }
        return written;
    }

    private void read(ByteBuffer datagram) {
        assertThat(DatagramFormat.open(datagram)).isTrue();
        assertThat(datagram.getLong(PacketHeader.ID_OFFSET)).isEqualTo(REMOTE_ID);
        frames.add("packet " + datagram.getLong(PacketHeader.NUMBER_OFFSET));
        assertThat(new UdpFrameReader().read(datagram.position(PacketHeader.BYTES), new Log()))
                .isNull();
    }

    private final class Log implements UdpFrameSink {

        @Override
        public void onPing() {
            frames.add("ping");
        }

        @Override
        public void onAck(UdpAckFrame ack) {
            frames.add("ack " + ack.largest());
        }

        @Override
        public void onStream(long offset, ByteBuffer bytes) {
            frames.add("stream " + offset + "+" + bytes.remaining());
        }

        @Override
        public void onEnd(long offset) {
            frames.add("end " + offset);
        }

        @Override
        public void onMaxData(long offset) {
            frames.add("grant " + offset);
        }

        @Override
        public void onAckFrequency(int packets, long delayUs) {
            frames.add("frequency " + packets + " " + delayUs);
        }

        @Override
        public void onDatagram(ByteBuffer bytes) {
            frames.add("datagram " + bytes.remaining());
        }

        @Override
        public void onClose(int code, String reason) {
            frames.add("close " + code);
        }
    }

    private final class Fates implements LossRecovery.Owner {

        @Override
        public void acked(SentPacket packet) {}

        @Override
        public void lost(SentPacket packet) {
            lost.add(packet.number);
        }
    }

    private static final class Bytes implements StreamSource {

        private long available;

        @Override
        public long available() {
            return available;
        }

        @Override
        public void take(byte[] target, int index, int count) {
            available -= count;
        }
    }
}
