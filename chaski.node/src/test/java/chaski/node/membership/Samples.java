package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import chaski.node.identity.OwnerProof;
import chaski.node.identity.RevocationVersion;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One message of every kind; if its name is that of a vector, it is the message in the vector. */
final class Samples {

    static final NodeId A = NodeId.parse("11111111-1111-4111-8111-111111111111");
    static final NodeId B = NodeId.parse("22222222-2222-4222-8222-222222222222");
    static final NodeId C = NodeId.parse("cccccccc-cccc-4ccc-8ccc-cccccccccccc");
    static final long RUN = 1_763_769_600_000L;
    static final UUID QUERY = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private Samples() {}

    static NodeEntry entry() {
        return new NodeEntry(
                A,
                RUN,
                3,
                false,
                true,
                "lab-α",
                List.of(Endpoint.parse("tcp://10.0.0.1:7601"), Endpoint.parse("tcp://[::1]:7601")),
                List.of(TopicPattern.of("lab.temp")),
                List.of(TopicPattern.of("lab.*.left"), TopicPattern.of("sys.>")));
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }

    private static ByteBuffer issuer(int value) {
        byte[] bytes = new byte[RevocationVersion.ISSUER_BYTES];
        Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }

    static NodeEntry named(NodeId id, long incarnation, long version, String name) {
        return new NodeEntry(id, incarnation, version, false, false, name, List.of(), List.of(), List.of());
    }

    static Map<String, MembershipMessage> messages() {
        Map<String, MembershipMessage> all = new LinkedHashMap<>();
        DigestEntry a = new DigestEntry(A, RUN, 3, 7, false);
        DigestEntry b = new DigestEntry(B, RUN + 1, 2, 0, true);
        all.put("summary", new MembershipMessage.Summary(a.hash() + b.hash(), 2));
        all.put("digest", new MembershipMessage.Digest(IdRange.FIRST, IdRange.LAST, List.of(a, b)));
        all.put("vouches", new MembershipMessage.Vouches(List.of(new DigestEntry(A, RUN, 3, 8, false))));
        all.put("wanted", new MembershipMessage.Wanted(List.of(A, B)));
        all.put(
                "entries",
                new MembershipMessage.Entries(List.of(
                        new AdvertisedEntry(entry(), 7, 0),
                        new AdvertisedEntry(NodeEntry.tombstone(B, RUN + 1, 2), 0, 90))));
        all.put("needs", new MembershipMessage.Needs(SessionNeed.COMPANY));
        all.put(
                "query",
                new MembershipMessage.Query(
                        QUERY, 8, 2000, C, List.of(Endpoint.parse("tcp://10.0.0.3:7603")), Topic.of("lab.temp")));
        all.put("answer", new MembershipMessage.Answer(QUERY, new AdvertisedEntry(named(B, RUN, 1, "b"), 1, 0)));
        all.put("report-request", new MembershipMessage.ReportRequest(42));
        all.put(
                "report-part",
                new MembershipMessage.ReportPart(
                        42,
                        true,
                        new NodeReport(
                                B,
                                RUN,
                                "b",
                                List.of(Endpoint.parse("tcp://10.0.0.2:7602")),
                                List.of("lab.temp", "sys.>"),
                                List.of(
                                        new NodeReport.PeerLine(
                                                A, "lab-α", PeerState.SUSPECT, "tcp", Duration.ofNanos(125_000)),
                                        new NodeReport.PeerLine(C, "c", PeerState.ALIVE, "", Duration.ZERO)))));
        all.put(
                "opinions",
                new MembershipMessage.Opinions(List.of(
                        new Opinion(new DigestEntry(A, RUN, 3, 7, false), PeerState.SUSPECT),
                        new Opinion(new DigestEntry(B, RUN + 1, 2, 4, false), PeerState.DOWN))));
        all.put(
                "changes",
                new MembershipMessage.Changes(List.of(new EntryChange(
                        A,
                        RUN,
                        3,
                        4,
                        0,
                        new EntryChange.Difference(List.of(), List.of()),
                        new EntryChange.Difference(
                                List.of(TopicPattern.of("lab.*.right")), List.of(TopicPattern.of("sys.>")))))));
        all.put(
                "signed-entries",
                new MembershipMessage.Entries(List.of(new AdvertisedEntry(
                        NodeEntry.tombstone(B, RUN + 1, 2),
                        0,
                        90,
                        new OwnerProof("one", List.of(bytes(0x30, 0x82, 0x01)), bytes(0x30, 0x45))))));
        all.put(
                "signed-changes",
                new MembershipMessage.Changes(List.of(new EntryChange(
                                A,
                                RUN,
                                3,
                                4,
                                0,
                                new EntryChange.Difference(List.of(), List.of()),
                                new EntryChange.Difference(List.of(TopicPattern.of("sys.>")), List.of()))
                        .signed(bytes(0x30, 0x45)))));
        all.put(
                "revocation-digest",
                new MembershipMessage.RevocationDigest(List.of(
                        new RevocationVersion(issuer(0xaa), BigInteger.valueOf(0x80), 1_763_769_600L),
                        new RevocationVersion(issuer(0xbb), BigInteger.ONE.negate(), 1_763_769_601L))));
        all.put("revocation-part", new MembershipMessage.RevocationPart(true, true, bytes(0x30, 0x82, 0x01)));
        all.put("entry-part", new MembershipMessage.EntryPart(true, false, ByteBuffer.wrap(new byte[] {0x11, 0x11, 0x11
        })));
        all.put("an empty digest of a part", new MembershipMessage.Digest(B, C, List.of()));
        all.put("needed", new MembershipMessage.Needs(SessionNeed.NEEDED));
        all.put("not needed", new MembershipMessage.Needs(SessionNeed.NONE));
        all.put(
                "a first part",
                new MembershipMessage.ReportPart(
                        -1, false, new NodeReport(A, 0, "a", List.of(), List.of(), List.of())));
        return all;
    }
}
