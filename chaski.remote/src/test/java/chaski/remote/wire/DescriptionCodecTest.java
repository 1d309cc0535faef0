package chaski.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.testkit.vectors.WireVector;
import chaski.testkit.vectors.WireVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The code writes and reads the bytes in the document on the channel of descriptions. */
class DescriptionCodecTest {

    private static final List<WireVector> VECTORS = WireVectors.load("descriptions.txt");

    private static ByteBuffer vector(String name) {
        return VECTORS.stream()
                .filter(v -> v.name().equals(name))
                .map(WireVector::buffer)
                .findFirst()
                .orElseThrow();
    }

    private static ExportDescription ofTheVector() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("level", 7);
        properties.put("ids", new long[] {2});
        properties.put("tags", List.of("x"));
        return new ExportDescription(1, properties);
    }

    private static ExportDescription everyType() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("scalars", List.of("ü", true, (byte) -1, 'x', (short) -2, -3, -4L, 1.5f, -2.5));
        properties.put("bytes", new byte[] {-1, 2});
        properties.put("characters", new char[] {'\uffff'});
        properties.put("doubles", new Double[] {Double.NEGATIVE_INFINITY, Double.MIN_VALUE});
        properties.put("strings", new String[] {"", "x"});
        properties.put("set", Set.of(1L));
        properties.put("empty", List.of());
        return new ExportDescription(Long.MAX_VALUE, properties);
    }

    @Test
    void aDescriptionIsWrittenAndReadAsTheVectorSays() {
        ByteBuffer vector = vector("descriptions-describe");

        assertThat(DescriptionCodec.encode(ofTheVector())).isEqualTo(vector);
        assertThat(DescriptionCodec.decode(vector)).usingRecursiveComparison().isEqualTo(ofTheVector());
    }

    @Test
    void everyTypeArrivesAsItWas() {
        ExportDescription read = DescriptionCodec.decode(DescriptionCodec.encode(everyType()));

        assertThat(read).usingRecursiveComparison().isEqualTo(everyType());
        read.properties().forEach((key, value) -> {
            if (value.getClass().isArray()) {
                assertThat(value)
                        .as(key)
                        .hasSameClassAs(everyType().properties().get(key));
            }
        });
    }

    @Test
    void aDescriptionCutOffAnywhereOrWithBytesAfterItIsRefused() {
        ByteBuffer whole = DescriptionCodec.encode(everyType());
        for (int length = 0; length < whole.remaining(); length++) {
            ByteBuffer cut = whole.slice(0, length);
            assertThatThrownBy(() -> DescriptionCodec.decode(cut)).isInstanceOf(ProtocolException.class);
        }
        ByteBuffer longer = ByteBuffer.allocate(whole.remaining() + 1)
                .put(whole.duplicate())
                .rewind();
        assertThatThrownBy(() -> DescriptionCodec.decode(longer)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(7);
        ByteBuffer seed = DescriptionCodec.encode(everyType());
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[seed.remaining()];
            seed.get(0, bytes);
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                DescriptionCodec.encode(DescriptionCodec.decode(ByteBuffer.wrap(bytes)));
            } catch (ProtocolException e) {
                assertThat(e).hasMessageStartingWith("remote ").hasMessageContaining("expected");
            }
        }
    }

    @Test
    void hostileCountsAreRefusedBeforeMemoryIsTaken() {
        ByteBuffer elements = ByteBuffer.allocate(64)
                .put((byte) 1)
                .putLong(1)
                .putInt(1)
                .putShort((short) 1)
                .put((byte) 'x')
                .put((byte) 2)
                .put((byte) 6)
                .putInt(Integer.MAX_VALUE)
                .flip();
        assertThatThrownBy(() -> DescriptionCodec.decode(elements)).hasMessageContaining("2147483647");
        ByteBuffer properties =
                ByteBuffer.allocate(13).put((byte) 1).putLong(1).putInt(1_025).flip();
        assertThatThrownBy(() -> DescriptionCodec.decode(properties)).hasMessageContaining("1025");
    }

    @Test
    void anotherPreambleIsRefused() {
        assertThat(DescriptionCodec.preamble()).isEqualTo(vector("descriptions-preamble"));
        DescriptionCodec.checkPreamble(vector("descriptions-preamble"));
        assertThatThrownBy(() -> DescriptionCodec.checkPreamble(ByteBuffer.wrap(new byte[] {2})))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void theDocumentShowsTheVectorsThatAreCarried() throws IOException {
        assertThat(VECTORS)
                .isNotEmpty()
                .isEqualTo(WireVectors.parseDocument(Files.readString(Path.of("../docs/protocol/descriptions.md"))));
    }
}
