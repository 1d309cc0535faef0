package chaski.transport.udp.wire;

import chaski.fuzz.DecoderOracle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Datagrams of UDP links, without their checksum, which no fuzzer would guess. */
public final class UdpTarget {

    private UdpTarget() {}

    /** The first byte is the type. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            DecoderOracle.bounded(data.length, () -> check(data));
        }
    }

    private static void check(byte[] data) {
        switch (data[0]) {
            case DatagramFormat.INITIAL -> handshake(padded(data), InitialDatagram::decode, InitialDatagram::encode);
            case DatagramFormat.RETRY -> handshake(data, RetryDatagram::decode, RetryDatagram::encode);
            case DatagramFormat.ACCEPT -> handshake(data, AcceptDatagram::decode, AcceptDatagram::encode);
            case DatagramFormat.REFUSED -> handshake(data, RefusedDatagram::decode, RefusedDatagram::encode);
            case DatagramFormat.RESET -> handshake(data, ResetDatagram::decode, ResetDatagram::encode);
            case DatagramFormat.CHALLENGE -> handshake(data, ChallengeDatagram::decode, ChallengeDatagram::encode);
            case DatagramFormat.MOVED -> handshake(data, MovedDatagram::decode, MovedDatagram::encode);
            case DatagramFormat.PACKET -> frames(data);
            default -> DatagramFormat.open(ByteBuffer.wrap(data));
        }
    }

    private static byte[] padded(byte[] data) {
        return Arrays.copyOf(data, DatagramFormat.BASE_BYTES - DatagramFormat.CHECKSUM_BYTES);
    }

    private static <T> void handshake(
            byte[] data, Function<ByteBuffer, @Nullable T> decode, BiConsumer<T, ByteBuffer> encode) {
        T value = decode.apply(ByteBuffer.wrap(data).position(1));
        if (value == null) {
            return;
        }
        ByteBuffer out = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
        encode.accept(value, out);
        out.flip();
        DecoderOracle.same(true, DatagramFormat.open(out));
        DecoderOracle.same(data[0], out.get(0));
        T again = decode.apply(out.position(1));
        if (again == null) {
            throw new AssertionError("written and not read: " + value);
        }
        DecoderOracle.same(value, again);
    }

    /** Reasons may be truncated when they are encoded, so truncated ones must not change again. */
    private static void frames(byte[] data) {
        if (data.length < PacketHeader.BYTES) {
            return;
        }
        Rewriter once = new Rewriter();
        String wrong = new UdpFrameReader().read(ByteBuffer.wrap(data).position(PacketHeader.BYTES), once);
        Rewriter twice = new Rewriter();
        DecoderOracle.same("null", String.valueOf(new UdpFrameReader().read(once.out.flip(), twice)));
        Rewriter thrice = new Rewriter();
        DecoderOracle.same("null", String.valueOf(new UdpFrameReader().read(twice.out.flip(), thrice)));
        DecoderOracle.same(twice.heard, thrice.heard);
        DecoderOracle.same(once.heard.size(), twice.heard.size());
        if (wrong == null && once.heard.stream().noneMatch(frame -> frame.startsWith("close"))) {
            DecoderOracle.same(once.heard, twice.heard);
        }
    }

    /** Encodes the frames it receives, with the codec of the module. */
    private static final class Rewriter implements UdpFrameSink {

        private final List<String> heard = new ArrayList<>();
        private final ByteBuffer out = ByteBuffer.allocate(1 << 20);

        @Override
        public void onPing() {
            heard.add("ping");
            UdpFrames.ping(out);
        }

        @Override
        public void onAck(UdpAckFrame ack) {
            StringBuilder text = new StringBuilder("ack ").append(ack.delayUs());
            for (int i = 0; i < ack.count(); i++) {
                boolean descends = i == 0 || ack.last(i) < ack.first(i - 1);
                DecoderOracle.same(true, ack.first(i) >= 0 && ack.first(i) <= ack.last(i) && descends);
                text.append(' ').append(ack.first(i)).append('-').append(ack.last(i));
            }
            heard.add(text.toString());
            UdpFrames.ack(out, ack, DatagramFormat.BASE_BYTES);
        }

        @Override
        public void onStream(long offset, ByteBuffer bytes) {
            heard.add("stream " + offset + ' ' + hex(bytes));
            UdpFrames.stream(out, offset, bytes.remaining());
            out.put(bytes.duplicate());
        }

        @Override
        public void onEnd(long offset) {
            heard.add("end " + offset);
            UdpFrames.end(out, offset);
        }

        @Override
        public void onMaxData(long offset) {
            heard.add("max " + offset);
            UdpFrames.maxData(out, offset);
        }

        @Override
        public void onAckFrequency(int packets, long delayUs) {
            heard.add("frequency " + packets + ' ' + delayUs);
            UdpFrames.ackFrequency(out, packets, (int) delayUs);
        }

        @Override
        public void onDatagram(ByteBuffer bytes) {
            heard.add("datagram " + hex(bytes));
            UdpFrames.datagram(out, bytes);
        }

        @Override
        public void onClose(int code, String reason) {
            heard.add("close " + code + ' ' + reason);
            UdpFrames.close(out, code, reason);
        }

        private static String hex(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(bytes.position(), copy);
            return HexFormat.of().formatHex(copy);
        }
    }
}
