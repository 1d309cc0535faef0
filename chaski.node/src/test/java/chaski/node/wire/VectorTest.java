package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.vectors.WireVector;
import chaski.testkit.vectors.WireVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code writes and reads the bytes in the protocol document. */
class VectorTest {

    /** The columns number, name and bytes of body in the table of frames. */
    private static final Pattern FRAME_ROW =
            Pattern.compile("(?m)^\\| (\\d+) \\| ([A-Z]+) \\| ([0-9,… or]+) \\|.*\\|.*\\|$");

    static Stream<Sample> frames() {
        return Samples.control();
    }

    static Stream<String> records() {
        return Samples.data().keySet().stream();
    }

    private static ByteBuffer vector(String name) {
        return WireVectors.wire().stream()
                .filter(v -> v.name().equals(name))
                .map(v -> ByteBuffer.wrap(v.bytes()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("chaski.testkit carries no vector " + name));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void framesAreWrittenAsTheVectorSays(Sample sample) {
        assertThat(sample.frame()).isEqualTo(vector(sample.name()));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void vectorsOfFramesAreRead(Sample sample) {
        Recorder recorder = new Recorder();
        new FrameReader(recorder).read(vector(sample.name()));

        assertThat(recorder.types()).containsExactly(sample.type());
        assertThat(sample.decode().apply(vector(sample.name()).position(FrameHeader.BYTES)))
                .isEqualTo(sample.content());
    }

    @ParameterizedTest
    @MethodSource("records")
    void recordsAreWrittenAsTheVectorSays(String name) {
        assertThat(Samples.data().get(name)).isEqualTo(vector(name));
    }

    @ParameterizedTest
    @MethodSource("records")
    void vectorsOfRecordsAreRead(String name) {
        ByteBuffer bytes = vector(name);
        if (name.equals("data")) {
            Recorder recorder = new Recorder();
            new FrameReader(recorder).read(bytes);
            assertThat(recorder.position()).isEqualTo(4096 + SessionRecord.APPLIED_BYTES);
            assertThat(recorder.log()).isEqualTo(vector("record-applied").array());
        } else {
            assertThat(RecordHeader.check(bytes, 0)).isEqualTo(bytes.remaining() - RecordHeader.BYTES);
        }
    }

    @Test
    void everyVectorBelongsToASample() {
        assertThat(WireVectors.wire())
                .extracting(WireVector::name)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(frames().map(Sample::name), records()).toList());
    }

    @Test
    void theDocumentTellsTheLengthsThatAreChecked() throws IOException {
        Matcher rows = FRAME_ROW.matcher(document());
        Map<String, List<Integer>> reported = new LinkedHashMap<>();
        while (rows.find()) {
            int type = Integer.parseInt(rows.group(1));
            reported.put(
                    rows.group(2),
                    Stream.of(rows.group(3).split(" … | or "))
                            .map(VectorTest::number)
                            .toList());
            assertThat(FrameType.name(type)).isEqualTo(rows.group(2));
            assertThat(reported.get(rows.group(2)))
                    .as(rows.group(2))
                    .startsWith(FrameLengths.minBodyBytes(type))
                    .endsWith(FrameLengths.maxBodyBytes(type));
        }

        assertThat(reported).hasSize((int)
                IntStream.range(0, 256).filter(FrameType::isKnown).count());
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace(",", ""));
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("../docs/PROTOCOL.md"));
    }

    @Test
    void theDocumentShowsTheseVectors() throws IOException {
        assertThat(WireVectors.parseDocument(document())).isEqualTo(WireVectors.wire());
    }
}
