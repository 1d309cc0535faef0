package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.node.wire.ViolationText;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * The bytes of a {@link MembershipMessage}: u8 type, then its fields, big-endian, nothing after them. Stateless.
 * Whatever bytes arrive, {@link #decode} ends with a message or with a {@link chaski.api.ProtocolException}.
 */
final class MembershipCodec {

    /** No message is longer, so that one fits into one record of the session's log. */
    static final int MAX_BYTES = 60 * 1024;

    /** Type, range and count of a digest; no other message with entries has more before them. */
    static final int MAX_HEAD_BYTES = 1 + 16 + 16 + 2;

    static final int ID_BYTES = 16;
    static final int MAX_ROWS = (MAX_BYTES - MAX_HEAD_BYTES) / EntryCodec.ROW_BYTES;
    static final int OPINION_BYTES = EntryCodec.ROW_BYTES + 1;
    static final int MAX_OPINIONS = (MAX_BYTES - MAX_HEAD_BYTES) / OPINION_BYTES;
    static final int MAX_IDS = (MAX_BYTES - MAX_HEAD_BYTES) / ID_BYTES;
    private static final int MAX_ENTRIES = (MAX_BYTES - MAX_HEAD_BYTES) / EntryCodec.LEAST_BYTES;

    static final int MAX_PART_BYTES = MAX_BYTES - 1 - 1 - Short.BYTES;
    private static final int MAX_CHANGES = (MAX_BYTES - MAX_HEAD_BYTES) / EntryChange.LEAST_BYTES;

    private static final int FIRST = 0x01;
    private static final int LAST = 0x02;

    private static final int SUMMARY = 1;
    private static final int DIGEST = 2;
    private static final int VOUCHES = 3;
    private static final int WANTED = 4;
    private static final int ENTRIES = 5;
    private static final int NEEDS = 6;
    private static final int QUERY = 7;
    private static final int ANSWER = 8;
    private static final int REPORT_REQUEST = 9;
    private static final int REPORT_PART = 10;
    private static final int OPINIONS = 11;
    private static final int CHANGES = 12;
    private static final int ENTRY_PART = 13;
    private static final int REVOCATION_DIGEST = 14;
    private static final int REVOCATION_PART = 15;

    private MembershipCodec() {}

    static ByteBuffer encode(MembershipMessage message) {
        Encoder encoder = new Encoder();
        message.deliver(IdRange.FIRST, encoder);
        ByteBuffer bytes = encoder.out.buffer();
        if (bytes.remaining() > MAX_BYTES) {
            throw new IllegalStateException("expected a message of at most " + MAX_BYTES + " bytes, made "
                    + bytes.remaining() + " of " + message.getClass().getSimpleName());
        }
        return bytes;
    }

    /** True if the next comparison of directories repairs the loss of a message. */
    static boolean isRepairable(ByteBuffer message) {
        return switch (type(message)) {
            case SUMMARY, DIGEST, VOUCHES, WANTED, ENTRIES, OPINIONS, CHANGES, ENTRY_PART -> true;
            default -> false;
        };
    }

    static boolean isPart(ByteBuffer message) {
        return type(message) == ENTRY_PART;
    }

    static boolean isFirstPart(ByteBuffer message) {
        return isPart(message) && message.remaining() > 1 && (message.get(message.position() + 1) & FIRST) != 0;
    }

    private static int type(ByteBuffer message) {
        return message.hasRemaining() ? Byte.toUnsignedInt(message.get(message.position())) : 0;
    }

    /** Reads from position to limit. */
    static MembershipMessage decode(ByteBuffer message) {
        if (message.remaining() > MAX_BYTES) {
            throw ViolationText.of("membership message", "at most " + MAX_BYTES + " bytes", message.remaining());
        }
        FieldReader in = new FieldReader(message);
        int type = in.u8("membership message type");
        MembershipMessage decoded =
                switch (type) {
                    case SUMMARY -> new MembershipMessage.Summary(in.u64("summary hash"), in.u31("summary count"));
                    case DIGEST -> digest(in);
                    case VOUCHES -> new MembershipMessage.Vouches(rows(in));
                    case WANTED ->
                        new MembershipMessage.Wanted(in.list(MAX_IDS, ID_BYTES, "wanted", () -> in.id("wanted id")));
                    case ENTRIES ->
                        new MembershipMessage.Entries(
                                in.list(MAX_ENTRIES, EntryCodec.LEAST_BYTES, "entries", () -> EntryCodec.decode(in)));
                    case NEEDS -> new MembershipMessage.Needs(need(in.u8("need")));
                    case QUERY -> query(in);
                    case ANSWER -> new MembershipMessage.Answer(in.uuid("answer query"), EntryCodec.decode(in));
                    case REPORT_REQUEST -> new MembershipMessage.ReportRequest(in.u64("report request"));
                    case REPORT_PART -> ReportCodec.decode(in);
                    case OPINIONS ->
                        new MembershipMessage.Opinions(
                                in.list(MAX_OPINIONS, OPINION_BYTES, "opinions", () -> opinion(in)));
                    case CHANGES ->
                        new MembershipMessage.Changes(in.list(
                                MAX_CHANGES, EntryChange.LEAST_BYTES, "changes", () -> EntryCodec.decodeChange(in)));
                    case ENTRY_PART -> {
                        int flags = in.flags(FIRST | LAST, "entry part flags");
                        yield new MembershipMessage.EntryPart(
                                (flags & FIRST) != 0, (flags & LAST) != 0, in.bytes("entry part"));
                    }
                    case REVOCATION_DIGEST -> RevocationCodec.decodeDigest(in);
                    case REVOCATION_PART -> RevocationCodec.decodePart(in);
                    default -> throw ViolationText.of("membership message type", "1 to 15", type);
                };
        in.end("membership message of type " + type);
        return decoded;
    }

    private static MembershipMessage digest(FieldReader in) {
        NodeId from = in.id("digest from");
        NodeId to = in.id("digest to");
        List<DigestEntry> rows = rows(in);
        return FieldReader.valid("digest", () -> new MembershipMessage.Digest(from, to, rows));
    }

    private static List<DigestEntry> rows(FieldReader in) {
        return in.list(MAX_ROWS, EntryCodec.ROW_BYTES, "rows", () -> EntryCodec.decodeRow(in));
    }

    private static Opinion opinion(FieldReader in) {
        DigestEntry row = EntryCodec.decodeRow(in);
        return new Opinion(row, StateCodec.decode(in, "opinion state"));
    }

    private static SessionNeed need(int number) {
        return switch (number) {
            case 0 -> SessionNeed.NONE;
            case 1 -> SessionNeed.COMPANY;
            case 2 -> SessionNeed.NEEDED;
            default -> throw ViolationText.of("need", "0 to 2", number);
        };
    }

    private static int number(SessionNeed need) {
        return switch (need) {
            case NONE -> 0;
            case COMPANY -> 1;
            case NEEDED -> 2;
        };
    }

    private static MembershipMessage query(FieldReader in) {
        UUID query = in.uuid("query id");
        int hops = in.u8("query hops");
        int remainingMs = in.u31("query time");
        NodeId asker = in.id("query asker");
        var endpoints = EntryCodec.decodeEndpoints(in, "query endpoints");
        TopicPattern topic = in.pattern("query topic");
        return FieldReader.valid(
                "query",
                () -> new MembershipMessage.Query(query, hops, remainingMs, asker, endpoints, Topic.of(topic.text())));
    }

    private static final class Encoder implements MembershipMessage.Receiver {

        private final FieldWriter out = new FieldWriter();

        @Override
        public void onSummary(NodeId from, MembershipMessage.Summary message) {
            out.u8(SUMMARY).u64(message.hash()).u32(message.count());
        }

        @Override
        public void onDigest(NodeId from, MembershipMessage.Digest message) {
            out.u8(DIGEST).id(message.from()).id(message.to());
            rows(message.rows());
        }

        @Override
        public void onVouches(NodeId from, MembershipMessage.Vouches message) {
            out.u8(VOUCHES);
            rows(message.rows());
        }

        @Override
        public void onWanted(NodeId from, MembershipMessage.Wanted message) {
            out.u8(WANTED).u16(message.ids().size());
            message.ids().forEach(out::id);
        }

        @Override
        public void onEntries(NodeId from, MembershipMessage.Entries message) {
            out.u8(ENTRIES).u16(message.entries().size());
            message.entries().forEach(advertised -> EntryCodec.encode(advertised, out));
        }

        @Override
        public void onNeeds(NodeId from, MembershipMessage.Needs message) {
            out.u8(NEEDS).u8(number(message.need()));
        }

        @Override
        public void onQuery(NodeId from, MembershipMessage.Query message) {
            out.u8(QUERY)
                    .uuid(message.query())
                    .u8(message.hops())
                    .u32(message.remainingMs())
                    .id(message.asker());
            EntryCodec.encodeEndpoints(message.endpoints(), out);
            out.text(message.topic().name());
        }

        @Override
        public void onAnswer(NodeId from, MembershipMessage.Answer message) {
            out.u8(ANSWER).uuid(message.query());
            EntryCodec.encode(message.entry(), out);
        }

        @Override
        public void onReportRequest(NodeId from, MembershipMessage.ReportRequest message) {
            out.u8(REPORT_REQUEST).u64(message.request());
        }

        @Override
        public void onReportPart(NodeId from, MembershipMessage.ReportPart message) {
            ReportCodec.encode(message, out.u8(REPORT_PART));
        }

        @Override
        public void onOpinions(NodeId from, MembershipMessage.Opinions message) {
            out.u8(OPINIONS).u16(message.opinions().size());
            message.opinions().forEach(opinion -> {
                EntryCodec.encode(opinion.row(), out);
                StateCodec.encode(opinion.state(), out);
            });
        }

        @Override
        public void onChanges(NodeId from, MembershipMessage.Changes message) {
            out.u8(CHANGES).u16(message.changes().size());
            message.changes().forEach(change -> EntryCodec.encode(change, out));
        }

        @Override
        public void onEntryPart(NodeId from, MembershipMessage.EntryPart message) {
            out.u8(ENTRY_PART)
                    .u8((message.first() ? FIRST : 0) | (message.last() ? LAST : 0))
                    .u16(message.bytes().remaining())
                    .bytes(message.bytes());
        }

        @Override
        public void onRevocationDigest(NodeId from, MembershipMessage.RevocationDigest message) {
            RevocationCodec.encode(message, out.u8(REVOCATION_DIGEST));
        }

        @Override
        public void onRevocationPart(NodeId from, MembershipMessage.RevocationPart message) {
            RevocationCodec.encode(message, out.u8(REVOCATION_PART));
        }

        private void rows(List<DigestEntry> rows) {
            out.u16(rows.size());
            rows.forEach(row -> EntryCodec.encode(row, out));
        }
    }
}
