package chaski.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.testkit.vectors.WireVector;
import chaski.testkit.vectors.WireVectors;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bytes that the hostile peer considers valid are those of the documents. */
class HostileFramesTest {

    private static final UUID SESSION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final long INCARNATION = 1763769600000L;
    private static final NodeId ONE = NodeId.parse("11111111-1111-4111-8111-111111111111");
    private static final NodeId TWO = NodeId.parse("22222222-2222-4222-8222-222222222222");

    @Test
    void helloIsAsInTheDocument() {
        HostileIdentity identity = HostileIdentity.of(NodeId.parse("6f1d0c52-8a3e-4b7f-9c21-5d40e6a7b801"), INCARNATION)
                .capabilities(0);

        assertThat(hex(HostileFrames.hello(identity.named("lab-α")))).isEqualTo(wire("hello"));
        assertThat(hex(HostileFrames.hello(identity.named("o").observing()))).isEqualTo(wire("hello-observer"));
    }

    @Test
    void theHandshakeIsAsInTheDocument() {
        assertThat(hex(HostileFrames.refused(HostileErrorCode.STALE, INCARNATION + 1, "a later run is known")))
                .isEqualTo(wire("refused-stale"));
        assertThat(hex(HostileFrames.attach(SESSION, 7, 1048577, 0, 3))).isEqualTo(wire("attach-resume"));
        assertThat(hex(HostileFrames.attached(7, 4096, 12))).isEqualTo(wire("attached"));
        assertThat(hex(HostileFrames.confirm(7))).isEqualTo(wire("confirm"));
        assertThat(hex(HostileFrames.assist(SESSION, 2))).isEqualTo(wire("assist"));
        assertThat(hex(HostileFrames.alternatives(List.of("tcp://10.0.0.1:7601", "udp://[2001:db8::1]:7602"))))
                .isEqualTo(wire("alternatives"));
    }

    @Test
    void framesOfASessionAreAsInTheDocument() {
        assertThat(hex(HostileFrames.data(4096, HostileRecords.applied(12).bytes())))
                .isEqualTo(wire("data"));
        assertThat(hex(HostileFrames.ack(1048577, 2))).isEqualTo(wire("ack"));
        assertThat(hex(HostileFrames.blocked(5, 131200))).isEqualTo(wire("blocked"));
        assertThat(hex(HostileFrames.declared(12))).isEqualTo(wire("declared"));
        assertThat(hex(HostileFrames.ping(42, 3))).isEqualTo(wire("ping"));
        assertThat(hex(HostileFrames.pong(42, 3))).isEqualTo(wire("pong"));
        assertThat(hex(HostileFrames.goodbye(1, 1048577, "closing"))).isEqualTo(wire("goodbye"));
        assertThat(hex(HostileFrames.error(HostileErrorCode.PROTOCOL, "frame type: expected a known one, got 99")))
                .isEqualTo(wire("error"));
        assertThat(hex(HostileFrames.datagram(3, HostileRecords.message(2, 7, 1, bytes("hello")))))
                .isEqualTo(wire("datagram"));
        // In the document each is one of several in a frame.
        assertThat(wire("credit")).contains(body(HostileFrames.credit(5, 131072, 0)));
        assertThat(wire("declare")).contains(body(HostileFrames.declareAdded(5, 11, 2, "lab.*.left", true, 65536)));
        assertThat(wire("declare")).contains(body(HostileFrames.declareRemoved(4, 12)));
    }

    @Test
    void recordsAreAsInTheDocument() {
        assertThat(hex(HostileRecords.open(2, 7, bytes("pre")))).isEqualTo(wire("record-open"));
        assertThat(hex(HostileRecords.message(2, 7, 1, bytes("hello")))).isEqualTo(wire("record-whole"));
        assertThat(hex(HostileRecords.first(2, 7, 2, 10, bytes("abcdef")))).isEqualTo(wire("record-first"));
        assertThat(hex(HostileRecords.last(2, 7, 2, bytes("ghij")))).isEqualTo(wire("record-last"));
        assertThat(hex(HostileRecords.close(2, 7))).isEqualTo(wire("record-close"));
        assertThat(hex(HostileRecords.applied(12))).isEqualTo(wire("record-applied"));
        assertThat(hex(HostileRecords.yielded(5, 2, 4096))).isEqualTo(wire("record-yield"));
        assertThat(hex(HostileRecords.cut(5, 1))).isEqualTo(wire("record-cut"));
    }

    @Test
    void membershipIsAsInTheDocument() {
        HostileEntry one = new HostileEntry(
                ONE,
                INCARNATION,
                3,
                7,
                2,
                0,
                "lab-α",
                List.of("tcp://10.0.0.1:7601", "tcp://[::1]:7601"),
                List.of("lab.temp"),
                List.of("lab.*.left", "sys.>"));
        HostileEntry two = HostileEntry.of(TWO, INCARNATION + 1).version(2).left();
        HostileEntry late = new HostileEntry(TWO, INCARNATION + 1, 2, 0, 1, 90, "", List.of(), List.of(), List.of());

        assertThat(membership(HostileMembership.digest(one, two))).isEqualTo(vector("membership.txt", "digest"));
        assertThat(membership(HostileMembership.vouches(one.vouch(8)))).isEqualTo(vector("membership.txt", "vouches"));
        assertThat(membership(HostileMembership.wanted(ONE, TWO))).isEqualTo(vector("membership.txt", "wanted"));
        assertThat(membership(HostileMembership.entries(one, late))).isEqualTo(vector("membership.txt", "entries"));
        assertThat(membership(HostileMembership.needs(1))).isEqualTo(vector("membership.txt", "needs"));
        assertThat(membership(HostileMembership.reportRequest(42)))
                .isEqualTo(vector("membership.txt", "report-request"));
        assertThat(membership(HostileMembership.query(
                        SESSION,
                        8,
                        2000,
                        NodeId.parse("cccccccc-cccc-4ccc-8ccc-cccccccccccc"),
                        List.of("tcp://10.0.0.3:7603"),
                        "lab.temp")))
                .isEqualTo(vector("membership.txt", "query"));
        assertThat(vector("membership.txt", "opinions"))
                .contains(membership(HostileMembership.opinion(one, 1)).substring(6));
    }

    @Test
    void aLargeDirectoryIsCutIntoMessages() {
        List<HostileEntry> entries = IntStream.range(0, 1000)
                .mapToObj(i -> HostileEntry.of(new NodeId(new UUID(1, i)), 5).named("x".repeat(200)))
                .toList();

        assertThat(HostileMembership.entries(entries))
                .hasSizeBetween(4, 6)
                .allSatisfy(record -> assertThat(record.body().remaining()).isLessThanOrEqualTo(61_440));
    }

    @Test
    void aLongEntryIsCutIntoParts() {
        List<HostileRecord> parts = HostileMembership.entryParts(HostileEntry.of(ONE, INCARNATION), 20);

        assertThat(membership(parts.get(0))).startsWith("0d010014").hasSize(2 * 24);
        assertThat(parts.stream().map(part -> part.body().get(1)))
                .startsWith((byte) 1, (byte) 0)
                .endsWith((byte) 2);
        assertThat(vector("membership.txt", "entry-part"))
                .isEqualTo("0d010003111111")
                .isEqualTo(membership(HostileMembership.entryParts(HostileEntry.of(ONE, INCARNATION), 3)
                        .get(0)));
    }

    @Test
    void aLengthMayBeALie() {
        assertThat(hex(HostileFrame.lying(99, 0xffffff, (byte) 1))).isEqualTo("63ffffff01");
        assertThat(hex(HostileRecords.close(2, 7).lying(0xffffffffL))).startsWith("ffffffff02");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String body(HostileFrame frame) {
        return hex(frame).substring(12);
    }

    private static String membership(HostileRecord record) {
        return hex(record).substring(36);
    }

    private static String hex(HostileFrame frame) {
        return HexFormat.of().formatHex(frame.bytes());
    }

    private static String hex(HostileRecord record) {
        return HexFormat.of().formatHex(record.bytes());
    }

    private static String wire(String name) {
        return vector("wire.txt", name);
    }

    private static String vector(String file, String name) {
        return WireVectors.load(file).stream()
                .filter(vector -> vector.name().equals(name))
                .findFirst()
                .map(WireVector::hex)
                .orElseThrow();
    }
}
