package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that apply to every control frame. */
class ControlFrameTest {

    private static final int CHANGES_PER_SEED = 1_000;

    static Stream<Sample> frames() {
        return Samples.control();
    }

    static LongStream seeds() {
        return Seeds.all();
    }

    @Test
    void everyControlFrameHasASample() {
        for (int type = 0; type < 256; type++) {
            int number = type;
            boolean expected = FrameType.isKnown(type) && type != FrameType.DATA;
            assertThat(Samples.control().anyMatch(s -> s.type() == number)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatWasWrittenIsRead(Sample sample) {
        ByteBuffer body = sample.body();

        assertThat(sample.decode().apply(body)).isEqualTo(sample.content());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void theHeaderTellsTypeAndLength(Sample sample) {
        ByteBuffer frame = sample.frame();
        int header = frame.getInt();

        assertThat(FrameHeader.type(header)).isEqualTo(sample.type());
        assertThat(FrameHeader.length(header))
                .isEqualTo(frame.remaining())
                .isBetween(FrameLengths.minBodyBytes(sample.type()), FrameLengths.maxBodyBytes(sample.type()));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void readingStartsAtThePositionOfTheBuffer(Sample sample) {
        ByteBuffer body = sample.body();
        ByteBuffer later = ByteBuffer.allocateDirect(body.remaining() + 13)
                .position(7)
                .put(body)
                .flip()
                .position(7);

        assertThat(sample.decode().apply(later)).isEqualTo(sample.content());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aBodyCutAnywhereIsRefused(Sample sample) {
        ByteBuffer body = sample.body();
        int least = Samples.endsAnywhere(sample) ? PingFrame.MIN_BODY_BYTES : body.remaining();
        for (int length = 0; length < least; length++) {
            ByteBuffer cut = body.duplicate().limit(length);
            assertThatThrownBy(() -> sample.decode().apply(cut))
                    .as("cut to %s bytes", cut.limit())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("expected");
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void bytesAfterTheLastFieldAreRefusedExceptInHello(Sample sample) {
        ByteBuffer body = sample.body();
        ByteBuffer longer = ByteBuffer.allocate(body.remaining() + 1)
                .put(body)
                .put((byte) 0)
                .flip();
        if (sample.type() == FrameType.HELLO) {
            assertThat(sample.decode().apply(longer)).isEqualTo(sample.content());
        } else if (!Samples.endsAnywhere(sample)) {
            assertThatThrownBy(() -> sample.decode().apply(longer)).isInstanceOf(ProtocolException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void changedBytesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        Sample[] samples = Samples.control().toArray(Sample[]::new);
        for (int i = 0; i < CHANGES_PER_SEED; i++) {
            Sample sample = samples[random.nextInt(samples.length)];
            readOrRefuse(sample, changed(sample.body(), random));
        }
    }

    private static ByteBuffer changed(ByteBuffer body, Random random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(body.remaining() + 1) : body.remaining();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            body.put(random.nextInt(body.limit()), (byte) random.nextInt());
        }
        return body.limit(length);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomBytesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        Sample[] samples = Samples.control().toArray(Sample[]::new);
        for (int i = 0; i < CHANGES_PER_SEED; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            readOrRefuse(samples[random.nextInt(samples.length)], ByteBuffer.wrap(bytes));
        }
    }

    /** Anything but a value or a ProtocolException fails the test. */
    private static void readOrRefuse(Sample sample, ByteBuffer body) {
        try {
            assertThat(sample.decode().apply(body)).isNotNull();
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageContaining("expected").hasMessageContaining("got");
        }
    }
}
