package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import chaski.node.wire.ViolationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a node's report, in parts: each names the node in full and holds some of its topics and peers. */
final class ReportCodec {

    /** The rest is omitted: a report is for people. */
    static final int MAX_PARTS = 16;

    private static final int LAST = 0x01;
    private static final int MAX_NAME_BYTES = 3 * NodeEntry.MAX_NAME_CHARS;
    private static final int MAX_SCHEME_BYTES = 32;
    private static final int LEAST_TOPIC_BYTES = 3;
    private static final int PEER_BYTES = 16 + 2 + 1 + 2 + 8;
    private static final int MAX_TOPICS = MembershipCodec.MAX_BYTES / LEAST_TOPIC_BYTES;
    private static final int MAX_PEERS = MembershipCodec.MAX_BYTES / PEER_BYTES;

    private ReportCodec() {}

    /** Splits a report into parts that each fit a message. */
    static List<MembershipMessage.ReportPart> split(long request, NodeReport report) {
        List<NodeReport> parts = new ArrayList<>();
        NodeReport empty = part(report, List.of(), List.of());
        int room = MembershipCodec.MAX_BYTES - 1 - encodedBytes(empty);
        List<String> topics = new ArrayList<>();
        List<NodeReport.PeerLine> peers = new ArrayList<>();
        int used = 0;
        for (String topic : report.topics()) {
            int bytes = 2 + TextLengths.bytes(topic);
            if (used + bytes > room) {
                parts.add(part(report, topics, peers));
                topics.clear();
                used = 0;
            }
            used += bytes;
            topics.add(topic);
        }
        for (NodeReport.PeerLine peer : report.peers()) {
            int bytes = PEER_BYTES + TextLengths.bytes(peer.name()) + TextLengths.bytes(peer.link());
            if (used + bytes > room) {
                parts.add(part(report, topics, peers));
                topics.clear();
                peers.clear();
                used = 0;
            }
            used += bytes;
            peers.add(peer);
        }
        parts.add(part(report, topics, peers));
        int count = Math.min(parts.size(), MAX_PARTS);
        List<MembershipMessage.ReportPart> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(new MembershipMessage.ReportPart(request, i == count - 1, parts.get(i)));
        }
        return messages;
    }

    static void encode(MembershipMessage.ReportPart message, FieldWriter out) {
        NodeReport part = message.part();
        out.u64(message.request())
                .u8(message.last() ? LAST : 0)
                .id(part.id())
                .u64(part.incarnation())
                .text(part.name());
        EntryCodec.encodeEndpoints(part.endpoints(), out);
        out.u16(part.topics().size());
        part.topics().forEach(out::text);
        out.u16(part.peers().size());
        for (NodeReport.PeerLine peer : part.peers()) {
            out.id(peer.id()).text(peer.name());
            StateCodec.encode(peer.state(), out);
            out.text(peer.link()).u64(peer.rtt().toNanos());
        }
    }

    static MembershipMessage.ReportPart decode(FieldReader in) {
        long request = in.u64("report request");
        boolean last = in.flags(LAST, "report flags") == LAST;
        NodeId id = in.id("report id");
        long incarnation = in.u64("report incarnation");
        String name = in.text(MAX_NAME_BYTES, "report name");
        List<Endpoint> endpoints = EntryCodec.decodeEndpoints(in, "report endpoints");
        List<String> topics = in.list(MAX_TOPICS, LEAST_TOPIC_BYTES, "report topics", () -> in.pattern("report topic")
                .text());
        List<NodeReport.PeerLine> peers = in.list(MAX_PEERS, PEER_BYTES, "report peers", () -> peer(in));
        return new MembershipMessage.ReportPart(
                request, last, new NodeReport(id, incarnation, name, endpoints, topics, peers));
    }

    private static NodeReport.PeerLine peer(FieldReader in) {
        NodeId id = in.id("report peer id");
        String name = in.text(MAX_NAME_BYTES, "report peer name");
        PeerState state = StateCodec.decode(in, "report peer state");
        String link = in.text(MAX_SCHEME_BYTES, "report peer link");
        long rttNs = in.u64("report peer rtt");
        if (rttNs < 0) {
            throw ViolationText.of("report peer rtt", "0 to 2^63-1 ns", Long.toUnsignedString(rttNs));
        }
        return new NodeReport.PeerLine(id, name, state, link, Duration.ofNanos(rttNs));
    }

    private static NodeReport part(NodeReport of, List<String> topics, List<NodeReport.PeerLine> peers) {
        List<Endpoint> endpoints =
                of.endpoints().stream().limit(NodeEntry.MAX_ENDPOINTS).toList();
        return new NodeReport(of.id(), of.incarnation(), of.name(), endpoints, topics, peers);
    }

    private static int encodedBytes(NodeReport part) {
        FieldWriter out = new FieldWriter();
        encode(new MembershipMessage.ReportPart(0, false, part), out);
        return out.length();
    }
}
