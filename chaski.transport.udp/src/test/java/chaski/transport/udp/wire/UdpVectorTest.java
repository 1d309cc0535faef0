package chaski.transport.udp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.vectors.WireVector;
import chaski.testkit.vectors.WireVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code writes and reads the bytes in the document on UDP links. */
class UdpVectorTest {

    private static final long CLIENT = 0xa1b2c3d4e5f60718L;
    private static final long SERVER = 0x8877665544332211L;
    private static final int SHORT_ACCEPT_BYTES = 45;
    private static final long SECRET_HIGH = 0x0f0e0d0c0b0a0908L;
    private static final long SECRET_LOW = 0x0706050403020100L;
    private static final AddressToken TOKEN = new AddressToken(100_000_000, 0x1122334455667788L, 0x99aabbccddeeff00L);

    private static final List<WireVector> VECTORS = WireVectors.load("udp.txt");

    static List<WireVector> vectors() {
        return VECTORS;
    }

    private static ByteBuffer vector(String name) {
        return VECTORS.stream()
                .filter(v -> v.name().equals(name))
                .map(v -> ByteBuffer.wrap(v.bytes()))
                .findFirst()
                .orElseThrow();
    }

    private static ByteBuffer written(Consumer<ByteBuffer> encode) {
        ByteBuffer out = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
        encode.accept(out);
        return out.flip();
    }

    private static ByteBuffer packet(long number, Consumer<ByteBuffer> frames) {
        return written(out -> {
            PacketHeader.encode(out, SERVER, number);
            frames.accept(out);
            DatagramFormat.seal(out);
        });
    }

    private static <T> void both(
            String name, byte type, T value, Consumer<ByteBuffer> encode, Function<ByteBuffer, @Nullable T> decode) {
        assertThat(written(encode)).isEqualTo(vector(name));
        ByteBuffer in = vector(name);
        assertThat(DatagramFormat.open(in)).isTrue();
        assertThat(in.get()).isEqualTo(type);
        assertThat(decode.apply(in)).isEqualTo(value);
    }

    @Test
    void datagramsThatOpenAConnectionAreAsTheVectorsSay() {
        InitialDatagram first = new InitialDatagram(1, CLIENT, 65_536, 30_000, null, 0);
        both("udp-initial", DatagramFormat.INITIAL, first, first::encode, InitialDatagram::decode);
        InitialDatagram second = new InitialDatagram(1, CLIENT, 65_536, 30_000, TOKEN, 16_384);
        both("udp-initial-with-token", DatagramFormat.INITIAL, second, second::encode, InitialDatagram::decode);
        RetryDatagram retry = new RetryDatagram(CLIENT, TOKEN);
        both("udp-retry", DatagramFormat.RETRY, retry, retry::encode, RetryDatagram::decode);
        AcceptDatagram accept = new AcceptDatagram(CLIENT, SERVER, 65_536, 30_000, SECRET_HIGH, SECRET_LOW, 0);
        both("udp-accept", DatagramFormat.ACCEPT, accept, accept::encode, AcceptDatagram::decode);
        AcceptDatagram larger = new AcceptDatagram(CLIENT, SERVER, 65_536, 30_000, SECRET_HIGH, SECRET_LOW, 16_384);
        both("udp-accept-with-largest", DatagramFormat.ACCEPT, larger, larger::encode, AcceptDatagram::decode);
        RefusedDatagram refused = new RefusedDatagram(CLIENT, RefusedDatagram.NOT_LISTENING);
        both("udp-refused", DatagramFormat.REFUSED, refused, refused::encode, RefusedDatagram::decode);
        ChallengeDatagram challenge = new ChallengeDatagram(CLIENT, TOKEN);
        both("udp-challenge", DatagramFormat.CHALLENGE, challenge, challenge::encode, ChallengeDatagram::decode);
        MovedDatagram moved = new MovedDatagram(SERVER, TOKEN);
        both("udp-moved", DatagramFormat.MOVED, moved, moved::encode, MovedDatagram::decode);
        ResetDatagram reset = new ResetDatagram(SERVER, SECRET_HIGH, SECRET_LOW);
        both("udp-reset", DatagramFormat.RESET, reset, reset::encode, ResetDatagram::decode);
    }

    @Test
    void packetsAreWrittenAsTheVectorsSay() {
        assertThat(packet(0, UdpFrames::ping)).isEqualTo(vector("udp-packet-ping"));
        assertThat(packet(7, out -> {
                    UdpFrames.stream(out, 4096, 5);
                    out.put("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }))
                .isEqualTo(vector("udp-packet-stream"));
        UdpAckFrame ack = new UdpAckFrame();
        ack.delayUs(2000);
        ack.add(96, 100);
        ack.add(94, 94);
        ack.add(0, 83);
        assertThat(packet(8, out -> UdpFrames.ack(out, ack, 1000))).isEqualTo(vector("udp-packet-ack"));
        assertThat(packet(9, out -> {
                    UdpFrames.maxData(out, 1_114_112);
                    UdpFrames.datagram(out, ByteBuffer.wrap(new byte[] {1, 2, 3}));
                    UdpFrames.end(out, 4101);
                    out.put(UdpFrames.PADDING);
                }))
                .isEqualTo(vector("udp-packet-many"));
        assertThat(packet(11, out -> {
                    UdpFrames.ackFrequency(out, 16, 12_500);
                    UdpFrames.ping(out);
                }))
                .isEqualTo(vector("udp-packet-ack-frequency"));
        assertThat(packet(10, out -> UdpFrames.close(out, 1, "no way!"))).isEqualTo(vector("udp-packet-close"));
    }

    @Test
    void packetsAreReadAsTheVectorsSay() {
        assertThat(read("udp-packet-ping")).containsExactly("ping");
        assertThat(read("udp-packet-stream")).containsExactly("stream 4096 hello");
        assertThat(read("udp-packet-ack")).containsExactly("ack 2000 96-100 94-94 0-83");
        assertThat(read("udp-packet-many")).containsExactly("max-data 1114112", "datagram 3", "end 4101");
        assertThat(read("udp-packet-ack-frequency")).containsExactly("ack-frequency 16 12500", "ping");
        assertThat(read("udp-packet-close")).containsExactly("close 1 no way!");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatIsCutOffAnywhereIsNotTaken(WireVector vector) {
        byte[] all = vector.bytes();
        for (int length = 0; length < all.length; length++) {
            assertThat(DatagramFormat.open(ByteBuffer.wrap(all, 0, length).slice()))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void bodiesThatAreCutOffNeverThrow(WireVector vector) {
        ByteBuffer whole = ByteBuffer.wrap(vector.bytes());
        assertThat(DatagramFormat.open(whole)).isTrue();
        UdpFrameReader reader = new UdpFrameReader();
        for (int length = 1; length < whole.limit(); length++) {
            ByteBuffer cut = whole.duplicate().position(1).limit(length);
            switch (whole.get(0)) {
                case DatagramFormat.INITIAL ->
                    assertThat(InitialDatagram.decode(cut)).isNull();
                case DatagramFormat.RETRY ->
                    assertThat(RetryDatagram.decode(cut)).isNull();
                // Without its last field it is an ACCEPT of the shorter form; the checksum distinguishes them.
                case DatagramFormat.ACCEPT ->
                    assertThat(AcceptDatagram.decode(cut) != null).isEqualTo(length == SHORT_ACCEPT_BYTES);
                case DatagramFormat.REFUSED ->
                    assertThat(RefusedDatagram.decode(cut)).isNull();
                case DatagramFormat.CHALLENGE ->
                    assertThat(ChallengeDatagram.decode(cut)).isNull();
                case DatagramFormat.MOVED ->
                    assertThat(MovedDatagram.decode(cut)).isNull();
                case DatagramFormat.RESET ->
                    assertThat(ResetDatagram.decode(cut)).isNull();
                default -> {
                    if (length >= PacketHeader.BYTES) {
                        reader.read(cut.position(PacketHeader.BYTES), new Notes());
                    }
                }
            }
        }
    }

    @Test
    void hostileFramesAreRefused() {
        for (String hex : List.of(
                "09", // unknown type
                "08 00 00000001", // after no packets
                "08 10 000000", // cut off
                "03 0000000000000000 0000", // no bytes
                "03 0000000000000000 ffff 00", // more than there is
                "03 ffffffffffffffff 0001 00", // beyond the numbers
                "03 7fffffffffffffff 0001 00",
                "04 8000000000000000",
                "05 ffffffffffffffff",
                "06 ffff 00",
                "07 00 ff 00",
                "02 0000000000000005 00000000 00 00000006", // below zero
                "02 0000000000000005 00000000 40 00000000", // too many ranges
                "02 0000000000000005 00000000 01 00000000", // absent ranges
                "02 0000000000000005 00000000 01 00000000 00000000 00000000", // no gap
                "02 8000000000000005 00000000 00 00000000")) {
            byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
            assertThat(new UdpFrameReader().read(ByteBuffer.wrap(bytes), new Notes()))
                    .as(hex)
                    .isNotNull();
        }
    }

    @Test
    void theDocumentShowsTheVectorsThatAreCarried() throws IOException {
        assertThat(VECTORS)
                .isNotEmpty()
                .isEqualTo(WireVectors.parseDocument(Files.readString(Path.of("../docs/protocol/udp.md"))));
    }

    private static List<String> read(String name) {
        ByteBuffer in = vector(name);
        assertThat(DatagramFormat.open(in)).isTrue();
        assertThat(in.getLong(PacketHeader.ID_OFFSET)).isEqualTo(SERVER);
        Notes notes = new Notes();
        assertThat(new UdpFrameReader().read(in.position(PacketHeader.BYTES), notes))
                .isNull();
        return notes.all;
    }

    /** Records what was read. */
    private static final class Notes implements UdpFrameSink {

        private final List<String> all = new ArrayList<>();

        @Override
        public void onPing() {
            all.add("ping");
        }

        @Override
        public void onAck(UdpAckFrame ack) {
            StringBuilder text = new StringBuilder("ack " + ack.delayUs());
            for (int i = 0; i < ack.count(); i++) {
                text.append(' ').append(ack.first(i)).append('-').append(ack.last(i));
            }
            all.add(text.toString());
        }

        @Override
        public void onStream(long offset, ByteBuffer bytes) {
            all.add("stream " + offset + " " + java.nio.charset.StandardCharsets.US_ASCII.decode(bytes));
        }

        @Override
        public void onEnd(long offset) {
            all.add("end " + offset);
        }

        @Override
        public void onMaxData(long offset) {
            all.add("max-data " + offset);
        }

        @Override
        public void onAckFrequency(int packets, long delayUs) {
            all.add("ack-frequency " + packets + " " + delayUs);
        }

        @Override
        public void onDatagram(ByteBuffer bytes) {
            all.add("datagram " + bytes.remaining());
        }

        @Override
        public void onClose(int code, String reason) {
            all.add("close " + code + " " + reason);
        }
    }
}
