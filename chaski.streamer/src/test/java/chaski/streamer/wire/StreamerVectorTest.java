package chaski.streamer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Topic;
import chaski.testkit.vectors.WireVector;
import chaski.testkit.vectors.WireVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The code writes and reads the bytes in the document on the streamer's channel. */
class StreamerVectorTest {

    private static final long PUBLISHED_MS = 1_763_769_600_000L;

    private static final List<WireVector> VECTORS = WireVectors.load("streamer.txt");

    private static ByteBuffer vector(String name) {
        return VECTORS.stream()
                .filter(v -> v.name().equals(name))
                .map(WireVector::buffer)
                .findFirst()
                .orElseThrow();
    }

    private static ByteBuffer head(boolean headers) {
        ByteBuffer head = ByteBuffer.allocate(MessageHead.BYTES);
        MessageHead.encode(head, headers, PUBLISHED_MS);
        return head;
    }

    private static ByteBuffer message(ByteBuffer head, byte[] headers, String payload) {
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.remaining() + headers.length + body.length)
                .put(head)
                .put(headers)
                .put(body)
                .flip();
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("unit", "K");
        headers.put("note", "");
        return headers;
    }

    @Test
    void thePreambleIsEncodedAndDecodedAsInTheVector() {
        Preamble preamble = new Preamble(Preamble.TEXT, Topic.of("lab.eeg"));

        assertThat(preamble.encode()).isEqualTo(vector("streamer-preamble"));
        assertThat(Preamble.decode(vector("streamer-preamble"))).isEqualTo(preamble);
    }

    @Test
    void aMessageIsEncodedAndDecodedAsInTheVector() {
        assertThat(message(head(false), new byte[0], "hello")).isEqualTo(vector("streamer-message"));

        ByteBuffer read = vector("streamer-message");
        MessageHead.check(read);
        assertThat(MessageHead.hasHeaders(read)).isFalse();
        assertThat(MessageHead.timestampMs(read)).isEqualTo(PUBLISHED_MS);
        read.position(MessageHead.BYTES);
        assertThat(StandardCharsets.UTF_8.decode(read).toString()).isEqualTo("hello");
    }

    @Test
    void headersAreEncodedAndDecodedAsInTheVector() {
        assertThat(message(head(true), Headers.encode(headers()), "287.5"))
                .isEqualTo(vector("streamer-message-with-headers"));

        ByteBuffer read = vector("streamer-message-with-headers");
        MessageHead.check(read);
        assertThat(MessageHead.hasHeaders(read)).isTrue();
        assertThat(MessageHead.timestampMs(read)).isEqualTo(PUBLISHED_MS);
        read.position(MessageHead.BYTES);
        assertThat(Headers.decode(read)).containsExactlyEntriesOf(headers());
        assertThat(StandardCharsets.UTF_8.decode(read).toString()).isEqualTo("287.5");
    }

    @Test
    void theDocumentShowsTheseVectors() throws IOException {
        assertThat(WireVectors.parseDocument(Files.readString(Path.of("../docs/protocol/streamer.md"))))
                .isEqualTo(VECTORS);
    }
}
