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

/** The bytes of the document about UDP links are the ones that the code writes and reads. */
class UdpVectorTest {

    private static final long CLIENT = 0xa1b2c3d4e5f60718L;
    private static final long SERVER = 0x8877665544332211L;
    private static final long SECRET_HIGH = 0x0f0e0d0c0b0a0908L;
    private static final long SECRET_LOW = 0x0706050403020100L;
    private static final Token TOKEN = new Token(100_000_000, 0x1122334455667788L, 0x99aabbccddeeff00L);

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
        ByteBuffer out = ByteBuffer.allocate(Datagram.MAX_BYTES);
        encode.accept(out);
        return out.flip();
    }

    private static ByteBuffer packet(long number, Consumer<ByteBuffer> frames) {
        return written(out -> {
            PacketHeader.encode(out, SERVER, number);
            frames.accept(out);
            Datagram.seal(out);
        });
    }

    private static <T> void both(
            String name, byte type, T value, Consumer<ByteBuffer> encode, Function<ByteBuffer, @Nullable T> decode) {
        assertThat(written(encode)).isEqualTo(vector(name));
        ByteBuffer in = vector(name);
        assertThat(Datagram.open(in)).isTrue();
        assertThat(in.get()).isEqualTo(type);
        assertThat(decode.apply(in)).isEqualTo(value);
    }

    @Test
    void datagramsThatOpenAConnectionAreAsTheVectorsSay() {
        Initial first = new Initial(1, CLIENT, 65_536, 30_000, null);
        both("udp-initial", Datagram.INITIAL, first, first::encode, Initial::decode);
        Initial second = new Initial(1, CLIENT, 65_536, 30_000, TOKEN);
        both("udp-initial-with-token", Datagram.INITIAL, second, second::encode, Initial::decode);
        Retry retry = new Retry(CLIENT, TOKEN);
        both("udp-retry", Datagram.RETRY, retry, retry::encode, Retry::decode);
        Accept accept = new Accept(CLIENT, SERVER, 65_536, 30_000, SECRET_HIGH, SECRET_LOW);
        both("udp-accept", Datagram.ACCEPT, accept, accept::encode, Accept::decode);
        Refused refused = new Refused(CLIENT, Refused.NOT_LISTENING);
        both("udp-refused", Datagram.REFUSED, refused, refused::encode, Refused::decode);
        Challenge challenge = new Challenge(CLIENT, TOKEN);
        both("udp-challenge", Datagram.CHALLENGE, challenge, challenge::encode, Challenge::decode);
        Moved moved = new Moved(SERVER, TOKEN);
        both("udp-moved", Datagram.MOVED, moved, moved::encode, Moved::decode);
        Reset reset = new Reset(SERVER, SECRET_HIGH, SECRET_LOW);
        both("udp-reset", Datagram.RESET, reset, reset::encode, Reset::decode);
    }

    @Test
    void packetsAreWrittenAsTheVectorsSay() {
        assertThat(packet(0, Frames::ping)).isEqualTo(vector("udp-packet-ping"));
        assertThat(packet(7, out -> {
                    Frames.stream(out, 4096, 5);
                    out.put("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }))
                .isEqualTo(vector("udp-packet-stream"));
        AckFrame ack = new AckFrame();
        ack.delayUs(2000);
        ack.add(96, 100);
        ack.add(94, 94);
        ack.add(0, 83);
        assertThat(packet(8, out -> Frames.ack(out, ack, 1000))).isEqualTo(vector("udp-packet-ack"));
        assertThat(packet(9, out -> {
                    Frames.maxData(out, 1_114_112);
                    Frames.datagram(out, ByteBuffer.wrap(new byte[] {1, 2, 3}));
                    Frames.end(out, 4101);
                    out.put(Frames.PADDING);
                }))
                .isEqualTo(vector("udp-packet-many"));
        assertThat(packet(10, out -> Frames.close(out, 1, "no way!"))).isEqualTo(vector("udp-packet-close"));
    }

    @Test
    void packetsAreReadAsTheVectorsSay() {
        assertThat(read("udp-packet-ping")).containsExactly("ping");
        assertThat(read("udp-packet-stream")).containsExactly("stream 4096 hello");
        assertThat(read("udp-packet-ack")).containsExactly("ack 2000 96-100 94-94 0-83");
        assertThat(read("udp-packet-many")).containsExactly("max-data 1114112", "datagram 3", "end 4101");
        assertThat(read("udp-packet-close")).containsExactly("close 1 no way!");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatIsCutOffAnywhereIsNotTaken(WireVector vector) {
        byte[] all = vector.bytes();
        for (int length = 0; length < all.length; length++) {
            assertThat(Datagram.open(ByteBuffer.wrap(all, 0, length).slice())).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void bodiesThatAreCutOffNeverThrow(WireVector vector) {
        ByteBuffer whole = ByteBuffer.wrap(vector.bytes());
        assertThat(Datagram.open(whole)).isTrue();
        FrameReader reader = new FrameReader();
        for (int length = 1; length < whole.limit(); length++) {
            ByteBuffer cut = whole.duplicate().position(1).limit(length);
            switch (whole.get(0)) {
                case Datagram.INITIAL -> assertThat(Initial.decode(cut)).isNull();
                case Datagram.RETRY -> assertThat(Retry.decode(cut)).isNull();
                case Datagram.ACCEPT -> assertThat(Accept.decode(cut)).isNull();
                case Datagram.REFUSED -> assertThat(Refused.decode(cut)).isNull();
                case Datagram.CHALLENGE -> assertThat(Challenge.decode(cut)).isNull();
                case Datagram.MOVED -> assertThat(Moved.decode(cut)).isNull();
                case Datagram.RESET -> assertThat(Reset.decode(cut)).isNull();
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
                "08", // unknown type
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
                "02 0000000000000005 00000000 01 00000000", // ranges that are not there
                "02 0000000000000005 00000000 01 00000000 00000000 00000000", // no gap
                "02 8000000000000005 00000000 00 00000000")) {
            byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
            assertThat(new FrameReader().read(ByteBuffer.wrap(bytes), new Notes()))
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
        assertThat(Datagram.open(in)).isTrue();
        assertThat(in.getLong(PacketHeader.ID_OFFSET)).isEqualTo(SERVER);
        Notes notes = new Notes();
        assertThat(new FrameReader().read(in.position(PacketHeader.BYTES), notes))
                .isNull();
        return notes.all;
    }

    /** Writes down what was read. */
    private static final class Notes implements FrameSink {

        private final List<String> all = new ArrayList<>();

        @Override
        public void onPing() {
            all.add("ping");
        }

        @Override
        public void onAck(AckFrame ack) {
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
        public void onDatagram(ByteBuffer bytes) {
            all.add("datagram " + bytes.remaining());
        }

        @Override
        public void onClose(int code, String reason) {
            all.add("close " + code + " " + reason);
        }
    }
}
