package chaski.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
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
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code writes and reads the bytes in the document on the remote's channel. */
class RemoteMessageCodecTest {

    private static final List<WireVector> VECTORS = WireVectors.load("remote.txt");

    static Map<String, RemoteMessage> messages() {
        Map<String, RemoteMessage> all = new LinkedHashMap<>();
        all.put("remote-export", new RemoteMessage.Export(1, "calc", false));
        all.put("remote-unexport", new RemoteMessage.Unexport(1));
        all.put(
                "remote-call",
                new RemoteMessage.Call(
                        7,
                        1,
                        CallOperation.INVOKE,
                        10_000,
                        "",
                        "add",
                        "(int,int)",
                        Map.of("trace", "t1"),
                        "cbor",
                        List.of(new WireValue.Written(new byte[] {2}), new WireValue.Written(new byte[] {3}))));
        all.put("remote-result", new RemoteMessage.Result(7, new WireValue.Written(new byte[] {5})));
        all.put("remote-result-nothing", new RemoteMessage.Result(8, WireValue.NOTHING));
        all.put("remote-result-lent", new RemoteMessage.Result(10, new WireValue.Lent(4)));
        all.put("remote-result-returned", new RemoteMessage.Result(11, new WireValue.Returned(5)));
        all.put("remote-result-published", new RemoteMessage.Result(12, new WireValue.Published(6)));
        all.put("remote-subscribe", new RemoteMessage.Subscribe(3, 6, "cbor"));
        all.put("remote-request", new RemoteMessage.Request(3, 256, 262_144));
        all.put("remote-unsubscribe", new RemoteMessage.Unsubscribe(3));
        all.put("remote-item", new RemoteMessage.Item(3, new WireValue.Written(new byte[] {5})));
        all.put("remote-completed", new RemoteMessage.Completed(3));
        all.put(
                "remote-failed",
                new RemoteMessage.Failed(
                        3,
                        new RemoteFailure(List.of(new RemoteFailure.Thrown(
                                List.of("a.B"), Optional.empty(), List.of(), Optional.empty())))));
        all.put("remote-stopped", new RemoteMessage.Stopped(3, RefusalReason.WITHDRAWN, "gone"));
        all.put(
                "remote-threw",
                new RemoteMessage.Threw(
                        7,
                        new RemoteFailure(List.of(new RemoteFailure.Thrown(
                                List.of("a.B", "java.lang.Exception"),
                                Optional.of("no"),
                                List.of(new StackTraceElement("a.C", "add", "C.java", 12)),
                                Optional.of(List.of(new RemoteFailure.Field(
                                        0, "limit", new WireValue.Written(new byte[] {5})))))))));
        all.put("remote-not-executed", new RemoteMessage.NotExecuted(7, RefusalReason.OVERLOADED, "full"));
        all.put("remote-cancel", new RemoteMessage.Cancel(7));
        all.put("remote-release", new RemoteMessage.Release(4, 2));
        return all;
    }

    static Stream<Map.Entry<String, RemoteMessage>> entries() {
        return messages().entrySet().stream();
    }

    private static ByteBuffer vector(String name) {
        return VECTORS.stream()
                .filter(v -> v.name().equals(name))
                .map(WireVector::buffer)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no vector " + name));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void messagesAreWrittenAndReadAsTheVectorSays(Map.Entry<String, RemoteMessage> entry) {
        ByteBuffer vector = vector(entry.getKey());

        assertThat(hex(RemoteMessageCodec.encode(entry.getValue()))).isEqualTo(hex(vector));
        assertThat(hex(RemoteMessageCodec.encode(RemoteMessageCodec.decode(vector.duplicate()))))
                .isEqualTo(hex(vector));
        assertThat(RemoteMessageCodec.decode(vector.duplicate())).hasSameClassAs(entry.getValue());
    }

    private static String hex(ByteBuffer bytes) {
        StringBuilder hex = new StringBuilder();
        ByteBuffer copy = bytes.duplicate();
        while (copy.hasRemaining()) {
            hex.append(String.format("%02x", copy.get()));
        }
        return hex.toString();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void aMessageCutOffAnywhereOrWithBytesAfterItIsRefused(Map.Entry<String, RemoteMessage> entry) {
        ByteBuffer whole = RemoteMessageCodec.encode(entry.getValue());
        for (int length = 0; length < whole.remaining(); length++) {
            ByteBuffer cut = whole.slice(0, length);
            assertThatThrownBy(() -> RemoteMessageCodec.decode(cut)).isInstanceOf(ProtocolException.class);
        }
        ByteBuffer longer = ByteBuffer.allocate(whole.remaining() + 1)
                .put(whole.duplicate())
                .rewind();
        assertThatThrownBy(() -> RemoteMessageCodec.decode(longer)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(5);
        List<ByteBuffer> seeds =
                messages().values().stream().map(RemoteMessageCodec::encode).toList();
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer seed = seeds.get(random.nextInt(seeds.size()));
            byte[] bytes = new byte[seed.remaining()];
            seed.get(0, bytes);
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                RemoteMessageCodec.encode(RemoteMessageCodec.decode(ByteBuffer.wrap(bytes)));
            } catch (ProtocolException e) {
                assertThat(e).hasMessageStartingWith("remote ").hasMessageContaining("expected");
            }
        }
    }

    @Test
    void hostileLengthsAreRefusedBeforeMemoryIsTaken() {
        ByteBuffer result = ByteBuffer.allocate(14)
                .put((byte) 4)
                .putLong(1)
                .put((byte) 1)
                .putInt(Integer.MAX_VALUE)
                .flip();
        assertThatThrownBy(() -> RemoteMessageCodec.decode(result)).hasMessageContaining("2147483647");
        ByteBuffer negative = ByteBuffer.allocate(9).put((byte) 7).putLong(-1).flip();
        assertThatThrownBy(() -> RemoteMessageCodec.decode(negative)).isInstanceOf(ProtocolException.class);
        ByteBuffer name = ByteBuffer.allocate(300)
                .put((byte) 1)
                .putLong(1)
                .putShort((short) 257)
                .put("x".repeat(257).getBytes(StandardCharsets.UTF_8))
                .put((byte) 0)
                .flip();
        assertThatThrownBy(() -> RemoteMessageCodec.decode(name)).hasMessageContaining("256");
    }

    @Test
    void anotherPreambleIsRefused() {
        RemoteMessageCodec.checkPreamble(vector("remote-preamble"));
        assertThat(RemoteMessageCodec.preamble()).isEqualTo(vector("remote-preamble"));
        assertThatThrownBy(() -> RemoteMessageCodec.checkPreamble(ByteBuffer.wrap(new byte[] {2})))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> RemoteMessageCodec.checkPreamble(ByteBuffer.wrap(new byte[0])))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void theDocumentShowsTheVectorsThatAreCarried() throws IOException {
        assertThat(VECTORS)
                .isNotEmpty()
                .isEqualTo(WireVectors.parseDocument(Files.readString(Path.of("../docs/protocol/remote.md"))));
    }
}
