package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One message of every kind; those whose name is a vector's are the message that the vector holds. */
final class Samples {

    static final NodeId A = NodeId.parse("11111111-1111-4111-8111-111111111111");
    static final NodeId B = NodeId.parse("22222222-2222-4222-8222-222222222222");
    static final NodeId C = NodeId.parse("cccccccc-cccc-4ccc-8ccc-cccccccccccc");
    static final long RUN = 1_763_769_600_000L;
    static final UUID QUERY = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private Samples() {}

    static Entry entry() {
        return new Entry(
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

    static Entry named(NodeId id, long incarnation, long version, String name) {
        return new Entry(id, incarnation, version, false, false, name, List.of(), List.of(), List.of());
    }

    static Map<String, Message> messages() {
        Map<String, Message> all = new LinkedHashMap<>();
        Row a = new Row(A, RUN, 3, 7, false);
        Row b = new Row(B, RUN + 1, 2, 0, true);
        all.put("summary", new Message.Summary(a.hash() + b.hash(), 2));
        all.put("digest", new Message.Digest(IdRange.FIRST, IdRange.LAST, List.of(a, b)));
        all.put("vouches", new Message.Vouches(List.of(new Row(A, RUN, 3, 8, false))));
        all.put("wanted", new Message.Wanted(List.of(A, B)));
        all.put(
                "entries",
                new Message.Entries(List.of(new Told(entry(), 7, 0), new Told(Entry.tombstone(B, RUN + 1, 2), 0, 90))));
        all.put("needs", new Message.Needs(Need.COMPANY));
        all.put(
                "query",
                new Message.Query(
                        QUERY, 8, 2000, C, List.of(Endpoint.parse("tcp://10.0.0.3:7603")), Topic.of("lab.temp")));
        all.put("answer", new Message.Answer(QUERY, new Told(named(B, RUN, 1, "b"), 1, 0)));
        all.put("report-request", new Message.ReportRequest(42));
        all.put(
                "report-part",
                new Message.ReportPart(
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
                new Message.Opinions(List.of(
                        new Opinion(new Row(A, RUN, 3, 7, false), PeerState.SUSPECT),
                        new Opinion(new Row(B, RUN + 1, 2, 4, false), PeerState.DOWN))));
        all.put(
                "changes",
                new Message.Changes(List.of(new EntryChange(
                        A,
                        RUN,
                        3,
                        4,
                        0,
                        new EntryChange.Difference(List.of(), List.of()),
                        new EntryChange.Difference(
                                List.of(TopicPattern.of("lab.*.right")), List.of(TopicPattern.of("sys.>")))))));
        all.put("entry-part", new Message.EntryPart(true, false, ByteBuffer.wrap(new byte[] {0x11, 0x11, 0x11})));
        all.put("an empty digest of a part", new Message.Digest(B, C, List.of()));
        all.put("needed", new Message.Needs(Need.NEEDED));
        all.put("not needed", new Message.Needs(Need.NONE));
        all.put(
                "a first part",
                new Message.ReportPart(-1, false, new NodeReport(A, 0, "a", List.of(), List.of(), List.of())));
        return all;
    }
}
