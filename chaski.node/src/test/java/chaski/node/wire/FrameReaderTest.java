package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final int FUZZ_ROUNDS = 500;

    private final Recorder recorder = new Recorder();
    private final FrameReader reader = new FrameReader(recorder);

    static LongStream seeds() {
        return Seeds.all();
    }

    /** Every control frame, with pieces of the log between them. */
    private static ByteBuffer stream() {
        ByteBuffer out = ByteBuffer.allocate(400_000);
        int[] position = {0};
        Samples.control().forEach(sample -> {
            out.put(sample.frame());
            putData(out, position[0], 1 + position[0] % 40);
            position[0] += 1 + position[0] % 40;
        });
        putData(out, position[0], DataFrame.MAX_PAYLOAD);
        PingFrame.encodePing(out, 7, PingFrame.MAX_PAYLOAD);
        return out.flip();
    }

    private static void putData(ByteBuffer out, long position, int bytes) {
        DataFrame.encodeHeader(out, position, bytes);
        for (int i = 0; i < bytes; i++) {
            out.put((byte) (position + i));
        }
    }

    private Recorder expected(ByteBuffer stream) {
        Recorder whole = new Recorder();
        new FrameReader(whole).read(stream.duplicate());
        return whole;
    }

    private static ByteBuffer header(int type, int length) {
        return ByteBuffer.allocate(4).putInt(type << 24 | length).flip();
    }

    @Test
    void framesInOnePieceAreHandedOnInOrder() {
        ByteBuffer stream = stream();

        reader.read(stream);

        assertThat(stream.hasRemaining()).isFalse();
        assertThat(recorder.types())
                .startsWith(FrameType.HELLO)
                .hasSize((int) Samples.control().count() + 1);
        assertThat(recorder.log()).hasSize(recorder.position()).hasSizeGreaterThan(DataFrame.MAX_PAYLOAD);
    }

    @Test
    void aStreamOfSingleBytesGivesTheSameFrames() {
        ByteBuffer stream = stream();
        while (stream.hasRemaining()) {
            reader.read(stream.slice(stream.position(), 1));
            stream.position(stream.position() + 1);
        }

        assertThat(recorder).isEqualTo(expected(stream.rewind()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStreamSplitAnywhereGivesTheSameFrames(long seed) {
        Random random = new Random(seed);
        ByteBuffer stream = stream();
        int most = 1 << random.nextInt(17);
        while (stream.hasRemaining()) {
            int piece = Math.min(stream.remaining(), 1 + random.nextInt(most));
            ByteBuffer bytes = stream.duplicate().limit(stream.position() + piece);
            reader.read(bytes);
            assertThat(bytes.hasRemaining()).isFalse();
            stream.position(stream.position() + piece);
        }

        assertThat(recorder).isEqualTo(expected(stream.rewind()));
    }

    @Test
    void theLimitOfTheInputIsLeftAsItWas() {
        ByteBuffer frame = Samples.control().findFirst().orElseThrow().frame();
        ByteBuffer input =
                ByteBuffer.allocate(frame.remaining() + 50).put(frame).flip();
        int limit = input.limit();

        reader.read(input);

        assertThat(input.limit()).isEqualTo(limit);
        assertThat(input.position()).isEqualTo(limit);
    }

    @Test
    void aSinkThatReadsLessDoesNotShiftTheFrames() {
        FrameReader lazy = new FrameReader(new FrameSink() {
            @Override
            public void onControl(int type, ByteBuffer body) {
                recorder.onControl(type, body.duplicate());
            }

            @Override
            public void onData(long position, ByteBuffer chunk) {
                recorder.onData(position, chunk.duplicate());
            }

            @Override
            public int maxControlBytes() {
                return recorder.maxControlBytes();
            }
        });

        lazy.read(stream());

        assertThat(recorder).isEqualTo(expected(stream()));
    }

    @Test
    void dataIsHandedOnBeforeItsFrameIsWhole() {
        ByteBuffer out = ByteBuffer.allocate(100);
        putData(out, 1000, 50);
        out.flip();

        reader.read(out.limit(20));

        assertThat(recorder.log()).hasSize(8);
        assertThat(recorder.position()).isEqualTo(1008);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 22, 72, 99, 255})
    void anUnknownTypeIsRefused(int type) {
        assertThatThrownBy(() -> reader.read(header(type, 8)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("frame type: expected a known one, got " + type);
    }

    /** Types and lengths just outside the valid range of its body. */
    @ParameterizedTest
    @CsvSource({
        "1,54",
        "1,4097",
        "2,11",
        "2,1037",
        "3,40",
        "3,66",
        "4,23",
        "4,25",
        "5,7",
        "5,9",
        "8,8",
        "8,65545",
        "9,15",
        "9,17",
        "10,21",
        "10,20483",
        "11,17",
        "11,16387",
        "12,18",
        "12,65537",
        "13,7",
        "13,9",
        "14,7",
        "14,16393",
        "15,7",
        "15,16393",
        "16,10",
        "16,1036",
        "17,3",
        "17,1029",
    })
    void aLengthOutsideOfWhatTheTypeHasIsRefused(int type, int length) {
        for (int wrong : new int[] {0, length, 0x7F_FFFF, 0x80_0000, 0xFF_FFFF}) {
            FrameReader fresh = new FrameReader(recorder);
            assertThatThrownBy(() -> fresh.read(header(type, wrong)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith(FrameType.name(type) + " length: expected ")
                    .hasMessageEndingWith(" bytes, got " + wrong);
        }
        assertThat(recorder.types()).isEmpty();
    }

    @Test
    void theSinkMayAllowLessThanTheType() {
        recorder.maxControlBytes = 4096;

        assertThatThrownBy(() -> reader.read(header(FrameType.CREDIT, 4097)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("CREDIT length: expected 22 to 4096 bytes, got 4097");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - DataFrame.MAX_PAYLOAD + 1})
    void aPositionThatCouldOverflowIsRefused(long position) {
        ByteBuffer frame =
                ByteBuffer.allocate(13).putInt(FrameType.DATA << 24 | 9).putLong(position);

        assertThatThrownBy(() -> reader.read(frame.put((byte) 0).flip())).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> DataFrame.encodeHeader(frame.clear(), position, 1))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void afterAViolationNothingIsHandedOn() {
        assertThatThrownBy(() -> reader.read(header(99, 1))).isInstanceOf(ProtocolException.class);
        ByteBuffer stream = stream();

        reader.read(stream);

        assertThat(stream.hasRemaining()).isFalse();
        assertThat(recorder.types()).isEmpty();
    }

    @Test
    void whatTheSinkThrowsPassesThroughAndEndsTheReading() {
        recorder.failure = new ProtocolException("not now");
        ByteBuffer stream = stream();
        int limit = stream.limit();

        assertThatThrownBy(() -> reader.read(stream)).isSameAs(recorder.failure);
        assertThat(stream.limit()).isEqualTo(limit);
        recorder.failure = null;
        reader.read(stream());

        assertThat(recorder.types()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyBytesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        byte[] good = new byte[2000];
        stream().get(good);
        for (int i = 0; i < FUZZ_ROUNDS; i++) {
            byte[] bytes = random.nextBoolean() ? good.clone() : new byte[random.nextInt(200)];
            damage(bytes, random);
            Recorder anywhere = new Recorder();
            anywhere.gapsAllowed = true;
            try {
                new FrameReader(anywhere).read(ByteBuffer.wrap(bytes));
            } catch (ProtocolException refused) {
                assertThat(refused).hasMessageContaining("expected").hasMessageContaining("got");
            }
        }
    }

    private static void damage(byte[] bytes, Random random) {
        if (bytes.length < 200) {
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) random.nextInt(18);
                bytes[1] = 0;
            }
        } else {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
    }
}
