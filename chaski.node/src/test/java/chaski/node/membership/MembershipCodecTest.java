package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chaski.api.ProtocolException;
import chaski.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MembershipCodecTest {

    static Stream<String> samples() {
        return Samples.messages().keySet().stream();
    }

    static LongStream seeds() {
        return Seeds.all();
    }

    private static byte[] bytes(MembershipMessage message) {
        ByteBuffer encoded = MembershipCodec.encode(message);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static byte[] sample(String name) {
        MembershipMessage message = Samples.messages().get(name);
        assertThat(message).as(name).isNotNull();
        return bytes(message);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenIsRead(String name) {
        assertThat(MembershipCodec.decode(ByteBuffer.wrap(sample(name))))
                .isEqualTo(Samples.messages().get(name));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void messageCutAtAnyByteIsRefused(String name) {
        byte[] whole = sample(name);
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThatThrownBy(() -> MembershipCodec.decode(cut))
                    .as("%s cut to %d bytes", name, length)
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void bytesAfterTheLastFieldAreRefused(String name) {
        byte[] whole = sample(name);
        ByteBuffer longer =
                ByteBuffer.allocate(whole.length + 1).put(whole).put((byte) 0).flip();
        assertThatThrownBy(() -> MembershipCodec.decode(longer)).isInstanceOf(ProtocolException.class);
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                arguments("membership message type", out(0)),
                arguments("membership message type", out(16)),
                arguments("summary count", out(1).u64(0).u32(-1)),
                arguments("rows", out(3).u16(0xffff)),
                arguments("wanted", out(4).u16(3)),
                arguments("entries", out(5).u16(0xffff)),
                arguments("entries", out(5).u16(40)),
                arguments("need", out(6).u8(3)),
                arguments("opinions", out(11).u16(0xffff)),
                arguments(
                        "opinion state",
                        out(11).u16(1).id(Samples.A).u64(1).u64(1).u32(0).u8(0).u8(3)),
                arguments("changes", out(12).u16(0xffff)),
                arguments("a version above 2", change(2, 2)),
                arguments("a version above 0", change(0, 2)),
                arguments("a version of 1 to 2^48", change(1, NodeEntry.MAX_VERSION + 1)),
                arguments("entry part flags", out(13).u8(4).u16(0)),
                arguments("entry part", out(13).u8(0).u16(1)),
                arguments("signature: expected at most", change(1, 2, 1025)),
                arguments("proof instance", entry(1, 1, 0, 5).u32(0).u16(129)),
                arguments("proof certificates", proof().u8(0).u64(0)),
                arguments("proof certificates", proof().u8(4).u64(0)),
                arguments("proof certificate", proof().u8(1).u16(0xffff)),
                arguments("1 to 3 certificates", certificate(4097).u16(0)),
                arguments(
                        "signature: expected at most", certificate(1).u16(1025).bytes(ByteBuffer.allocate(1025))),
                arguments("revocation digest", out(14).u16(257)),
                arguments("revocation digest", out(14).u16(1).u64(0)),
                arguments("revocation number", version(21)),
                arguments("no leading zero", version(2)),
                arguments("revocation part flags", out(15).u8(4).u16(0)),
                arguments("revocation part", out(15).u8(3).u16(1)),
                arguments("a range", out(2).id(Samples.B).id(Samples.A).u16(0)),
                arguments(
                        "entry name: expected at most", padded(entry(1, 1, 0, 0).u16(0xffff))),
                arguments("UTF-8", padded(entry(1, 1, 0, 0).u16(1).u8(0xff))),
                arguments("a name of 1 to 256", padded(entry(1, 1, 0, 0).text(" "))),
                arguments("a version of 1", padded(entry(1, 0, 0, 0).text("a"))),
                arguments(
                        "a version of 1",
                        padded(entry(1, NodeEntry.MAX_VERSION + 1, 0, 0).text("a"))),
                arguments("an incarnation of 0", padded(entry(-1, 1, 0, 0).text("a"))),
                arguments("entry vouch", padded(entry(1, 1, -1, 0).text("a"))),
                arguments("entry flags", padded(entry(1, 1, 0, 8).text("a"))),
                arguments("not RELAY with LEFT", entry(1, 1, 0, 3).u32(0)),
                arguments("an age", entry(1, 1, 0, 1).u32(1_000_001)),
                arguments(
                        "endpoints: expected at most",
                        padded(entry(1, 1, 0, 0).text("a").u16(33))),
                arguments(
                        "topics: expected at most",
                        padded(entry(1, 1, 0, 0).text("a").u16(0).u16(16_385))),
                arguments(
                        "invalid topic",
                        padded(entry(1, 1, 0, 0).text("a").u16(0).u16(1).text("a..b"))),
                arguments(
                        "topics, or patterns",
                        padded(entry(1, 1, 0, 0).text("a").u16(0).u16(1).text("a.*"))),
                arguments("hops", query(0, 1, "a")),
                arguments("hops", query(65, 1, "a")),
                arguments("ms", query(1, 3_600_001, "a")),
                arguments("wildcards", query(1, 1, "a.*")),
                arguments(
                        "an endpoint such as",
                        out(7).uuid(Samples.QUERY)
                                .u8(8)
                                .u32(0)
                                .id(Samples.C)
                                .u16(1)
                                .text("nowhere")
                                .text("a")),
                arguments(
                        "report peer state",
                        report().u16(1).id(Samples.A).text("a").u8(3).text("").u64(0)),
                arguments(
                        "report peer rtt",
                        report().u16(1).id(Samples.A).text("a").u8(0).text("").u64(-1)),
                arguments("report peers", report().u16(0xffff)));
    }

    private static FieldWriter out(int type) {
        return new FieldWriter().u8(type);
    }

    private static FieldWriter entry(long incarnation, long version, int vouch, int flags) {
        return out(5).u16(1)
                .id(Samples.A)
                .u64(incarnation)
                .u64(version)
                .u32(vouch)
                .u8(flags);
    }

    /** The counts of empty lists. */
    private static FieldWriter padded(FieldWriter out) {
        return out.u16(0).u16(0).u16(0);
    }

    private static FieldWriter change(long base, long version) {
        return out(12).u16(1)
                .id(Samples.A)
                .u64(1)
                .u64(base)
                .u64(version)
                .u32(0)
                .u64(0)
                .u16(0);
    }

    private static FieldWriter change(long base, long version, int signatureBytes) {
        return out(12).u16(1)
                .id(Samples.A)
                .u64(1)
                .u64(base)
                .u64(version)
                .u32(0)
                .u64(0)
                .u16(signatureBytes)
                .bytes(ByteBuffer.allocate(signatureBytes));
    }

    private static FieldWriter proof() {
        return entry(1, 1, 0, 5).u32(0).text("one");
    }

    private static FieldWriter certificate(int bytes) {
        return proof().u8(1).u16(bytes).bytes(ByteBuffer.allocate(bytes));
    }

    private static FieldWriter version(int numberBytes) {
        return out(14).u16(1)
                .bytes(ByteBuffer.allocate(32))
                .u8(numberBytes)
                .bytes(ByteBuffer.allocate(numberBytes))
                .u64(0);
    }

    private static FieldWriter query(int hops, int remainingMs, String topic) {
        return out(7).uuid(Samples.QUERY)
                .u8(hops)
                .u32(remainingMs)
                .id(Samples.C)
                .u16(0)
                .text(topic);
    }

    private static FieldWriter report() {
        return out(10).u64(1).u8(1).id(Samples.A).u64(1).text("a").u16(0).u16(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void hostileBytesAreRefusedByName(String reason, FieldWriter message) {
        assertThatThrownBy(() -> MembershipCodec.decode(message.buffer()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void entryLongerThanAnEntryMayBeIsRefused() {
        FieldWriter out = entry(1, 1, 0, 0).text("a").u16(0).u16(0).u16(3_000);
        for (int i = 0; i < 3_000; i++) {
            out.text("x".repeat(200) + i);
        }
        FieldReader in = new FieldReader(out.buffer());
        in.u8("type");
        in.u16("count");
        assertThatThrownBy(() -> EntryCodec.decode(in))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("at most " + NodeEntry.MAX_BYTES);
    }

    @Test
    void rowsOutOfOrderAreRefused() {
        byte[] digest = sample("digest");
        byte[] swapped = digest.clone();
        int rows = 1 + 16 + 16 + 2;
        System.arraycopy(digest, rows, swapped, rows + EntryCodec.ROW_BYTES, EntryCodec.ROW_BYTES);
        System.arraycopy(digest, rows + EntryCodec.ROW_BYTES, swapped, rows, EntryCodec.ROW_BYTES);
        assertThatThrownBy(() -> MembershipCodec.decode(ByteBuffer.wrap(swapped)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("ascending");
    }

    @Test
    void messageLongerThanAMessageMayBeIsRefused() {
        ByteBuffer huge = ByteBuffer.allocate(MembershipCodec.MAX_BYTES + 1);
        assertThatThrownBy(() -> MembershipCodec.decode(huge)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void lengthOfAnEntryIsKnownWithoutEncodingIt() {
        for (NodeEntry entry : List.of(Samples.entry(), NodeEntry.tombstone(Samples.B, 1, 1))) {
            FieldWriter out = new FieldWriter();
            EntryCodec.encode(new AdvertisedEntry(entry, 1, 0), out);
            assertThat(EntryCodec.bytes(entry)).isEqualTo(out.length());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyBytesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        List<byte[]> corpus = new ArrayList<>();
        Samples.messages().values().forEach(message -> corpus.add(bytes(message)));
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = mutate(random, corpus.get(random.nextInt(corpus.size())));
            try {
                MembershipMessage decoded = MembershipCodec.decode(ByteBuffer.wrap(mutated));
                assertThat(MembershipCodec.decode(MembershipCodec.encode(decoded)))
                        .isEqualTo(decoded);
            } catch (ProtocolException refused) {
                assertThat(refused).as("seed %d, round %d", seed, i).hasMessageContaining(":");
            }
        }
    }

    private static byte[] mutate(Random random, byte[] original) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> bytes[at] ^ 1 << random.nextInt(8);
                        case 1 -> 0;
                        case 2 -> -1;
                        default -> random.nextInt();
                    };
        }
        return bytes;
    }
}
