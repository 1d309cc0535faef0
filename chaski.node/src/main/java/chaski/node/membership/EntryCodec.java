package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.TopicPattern;
import chaski.node.wire.Violation;
import java.util.Collection;
import java.util.List;

/** The bytes of an entry and of a row of a digest; see the chapter on membership of the protocol. */
final class EntryCodec {

    static final int ROW_BYTES = 16 + 8 + 8 + 4 + 1;

    /** The shortest entry is a tombstone. */
    static final int LEAST_BYTES = ROW_BYTES + 4;

    private static final int LEFT = 0x01;
    private static final int RELAY = 0x02;
    private static final int LEAST_TEXT_BYTES = 3;
    private static final int MAX_NAME_BYTES = 3 * Entry.MAX_NAME_CHARS;

    private EntryCodec() {}

    static void encode(Row row, WireOut out) {
        out.id(row.id())
                .u64(row.incarnation())
                .u64(row.version())
                .u32(row.vouch())
                .u8(row.left() ? LEFT : 0);
    }

    static Row decodeRow(WireIn in) {
        var id = in.id("row id");
        long incarnation = in.u64("row incarnation");
        long version = in.u64("row version");
        int vouch = in.u31("row vouch");
        boolean left = in.flags(LEFT, "row flags") == LEFT;
        return WireIn.valid("row", () -> new Row(id, incarnation, version, vouch, left));
    }

    static void encode(Told told, WireOut out) {
        Entry entry = told.entry();
        out.id(entry.id())
                .u64(entry.incarnation())
                .u64(entry.version())
                .u32(told.vouch())
                .u8((entry.left() ? LEFT : 0) | (entry.relay() ? RELAY : 0));
        if (entry.left()) {
            out.u32(told.ageSeconds());
            return;
        }
        out.text(entry.name());
        encodeEndpoints(entry.endpoints(), out);
        encodePatterns(entry.published(), out);
        encodePatterns(entry.subscribed(), out);
    }

    static Told decode(WireIn in) {
        int before = in.remaining();
        Told told = decodeFields(in);
        int bytes = before - in.remaining();
        if (bytes > Entry.MAX_BYTES) {
            throw Violation.of("entry", "at most " + Entry.MAX_BYTES + " bytes", bytes);
        }
        return told;
    }

    private static Told decodeFields(WireIn in) {
        var id = in.id("entry id");
        long incarnation = in.u64("entry incarnation");
        long version = in.u64("entry version");
        int vouch = in.u31("entry vouch");
        int flags = in.flags(LEFT | RELAY, "entry flags");
        if ((flags & LEFT) != 0) {
            if (flags != LEFT) {
                throw Violation.of("entry flags", "no other flag with LEFT", flags);
            }
            int age = in.u31("tombstone age");
            return WireIn.valid("tombstone", () -> new Told(Entry.tombstone(id, incarnation, version), vouch, age));
        }
        String name = in.text(MAX_NAME_BYTES, "entry name");
        List<Endpoint> endpoints = decodeEndpoints(in, "entry endpoints");
        List<TopicPattern> published = decodePatterns(in, "published topics");
        List<TopicPattern> subscribed = decodePatterns(in, "subscribed patterns");
        return WireIn.valid(
                "entry",
                () -> new Told(
                        new Entry(
                                id,
                                incarnation,
                                version,
                                false,
                                flags == RELAY,
                                name,
                                endpoints,
                                published,
                                subscribed),
                        vouch,
                        0));
    }

    static void encodeEndpoints(List<Endpoint> endpoints, WireOut out) {
        out.u16(endpoints.size());
        endpoints.forEach(endpoint -> out.text(endpoint.toString()));
    }

    static List<Endpoint> decodeEndpoints(WireIn in, String what) {
        return in.list(Entry.MAX_ENDPOINTS, LEAST_TEXT_BYTES, what, () -> in.endpoint(what));
    }

    static void encode(EntryChange change, WireOut out) {
        out.id(change.id())
                .u64(change.incarnation())
                .u64(change.base())
                .u64(change.version())
                .u32(change.vouch());
        encodeDifference(change.published(), out);
        encodeDifference(change.subscribed(), out);
    }

    static EntryChange decodeChange(WireIn in) {
        var id = in.id("change id");
        long incarnation = in.u64("change incarnation");
        long base = in.u64("change base");
        long version = in.u64("change version");
        int vouch = in.u31("change vouch");
        EntryChange.Difference published = decodeDifference(in, "changed published topics");
        EntryChange.Difference subscribed = decodeDifference(in, "changed subscribed patterns");
        return WireIn.valid(
                "entry change", () -> new EntryChange(id, incarnation, base, version, vouch, published, subscribed));
    }

    private static void encodeDifference(EntryChange.Difference difference, WireOut out) {
        encodePatterns(difference.added(), out);
        encodePatterns(difference.removed(), out);
    }

    private static EntryChange.Difference decodeDifference(WireIn in, String what) {
        List<TopicPattern> added = decodePatterns(in, what);
        return new EntryChange.Difference(added, decodePatterns(in, what));
    }

    /** The length of an entry on the wire. */
    static int bytes(Entry entry) {
        if (entry.left()) {
            return LEAST_BYTES;
        }
        int bytes = ROW_BYTES
                + 2
                + Utf8.bytes(entry.name())
                + 2
                + patternBytes(entry.published())
                + patternBytes(entry.subscribed());
        for (Endpoint endpoint : entry.endpoints()) {
            bytes += 2 + Utf8.bytes(endpoint.toString());
        }
        return bytes;
    }

    /** The length of a list of patterns on the wire. */
    static int patternBytes(Collection<TopicPattern> patterns) {
        int bytes = 2;
        for (TopicPattern pattern : patterns) {
            bytes += 2 + Utf8.bytes(pattern.text());
        }
        return bytes;
    }

    private static void encodePatterns(List<TopicPattern> patterns, WireOut out) {
        out.u16(patterns.size());
        patterns.forEach(pattern -> out.text(pattern.text()));
    }

    private static List<TopicPattern> decodePatterns(WireIn in, String what) {
        return in.list(Entry.MAX_TOPICS, LEAST_TEXT_BYTES, what, () -> in.pattern(what));
    }
}
