package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.TopicPattern;
import chaski.node.identity.OwnerProof;
import chaski.node.wire.ViolationText;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/** The bytes of an entry and of a digest entry; see the chapter on membership of the protocol. */
final class EntryCodec {

    static final int ROW_BYTES = 16 + 8 + 8 + 4 + 1;

    /** The shortest entry is a tombstone. */
    static final int LEAST_BYTES = ROW_BYTES + 4;

    private static final int LEFT = 0x01;
    private static final int RELAY = 0x02;
    private static final int SIGNED = 0x04;
    private static final int LEAST_TEXT_BYTES = 3;
    private static final int MAX_NAME_BYTES = 3 * NodeEntry.MAX_NAME_CHARS;

    private EntryCodec() {}

    static void encode(DigestEntry row, FieldWriter out) {
        out.id(row.id())
                .u64(row.incarnation())
                .u64(row.version())
                .u32(row.vouch())
                .u8(row.left() ? LEFT : 0);
    }

    static DigestEntry decodeRow(FieldReader in) {
        var id = in.id("row id");
        long incarnation = in.u64("row incarnation");
        long version = in.u64("row version");
        int vouch = in.u31("row vouch");
        boolean left = in.flags(LEFT, "row flags") == LEFT;
        return FieldReader.valid("row", () -> new DigestEntry(id, incarnation, version, vouch, left));
    }

    static void encode(AdvertisedEntry advertised, FieldWriter out) {
        NodeEntry entry = advertised.entry();
        OwnerProof proof = advertised.proof();
        out.id(entry.id())
                .u64(entry.incarnation())
                .u64(entry.version())
                .u32(advertised.vouch())
                .u8(flags(entry) | (proof == null ? 0 : SIGNED));
        if (entry.left()) {
            out.u32(advertised.ageSeconds());
        } else {
            encodeContents(entry, out);
        }
        if (proof != null) {
            ProofCodec.encode(proof, out);
        }
    }

    /** The bytes that the owner of an entry signs: what it determines itself. */
    static ByteBuffer statement(NodeEntry entry) {
        FieldWriter out = new FieldWriter();
        out.id(entry.id()).u64(entry.incarnation()).u64(entry.version()).u8(flags(entry));
        if (!entry.left()) {
            encodeContents(entry, out);
        }
        return out.buffer();
    }

    private static int flags(NodeEntry entry) {
        return (entry.left() ? LEFT : 0) | (entry.relay() ? RELAY : 0);
    }

    private static void encodeContents(NodeEntry entry, FieldWriter out) {
        out.text(entry.name());
        encodeEndpoints(entry.endpoints(), out);
        encodePatterns(entry.published(), out);
        encodePatterns(entry.subscribed(), out);
    }

    static AdvertisedEntry decode(FieldReader in) {
        int before = in.remaining();
        AdvertisedEntry advertised = decodeFields(in);
        int bytes = before - in.remaining() - ProofCodec.bytes(advertised.proof());
        if (bytes > NodeEntry.MAX_BYTES) {
            throw ViolationText.of("entry", "at most " + NodeEntry.MAX_BYTES + " bytes", bytes);
        }
        return advertised;
    }

    private static AdvertisedEntry decodeFields(FieldReader in) {
        var id = in.id("entry id");
        long incarnation = in.u64("entry incarnation");
        long version = in.u64("entry version");
        int vouch = in.u31("entry vouch");
        int flags = in.flags(LEFT | RELAY | SIGNED, "entry flags");
        boolean signed = (flags & SIGNED) != 0;
        if ((flags & LEFT) != 0) {
            if ((flags & RELAY) != 0) {
                throw ViolationText.of("entry flags", "not RELAY with LEFT", flags);
            }
            int age = in.u31("tombstone age");
            OwnerProof proof = signed ? ProofCodec.decode(in) : null;
            return FieldReader.valid(
                    "tombstone",
                    () -> new AdvertisedEntry(NodeEntry.tombstone(id, incarnation, version), vouch, age, proof));
        }
        String name = in.text(MAX_NAME_BYTES, "entry name");
        List<Endpoint> endpoints = decodeEndpoints(in, "entry endpoints");
        List<TopicPattern> published = decodePatterns(in, "published topics");
        List<TopicPattern> subscribed = decodePatterns(in, "subscribed patterns");
        OwnerProof proof = signed ? ProofCodec.decode(in) : null;
        return FieldReader.valid(
                "entry",
                () -> new AdvertisedEntry(
                        new NodeEntry(
                                id,
                                incarnation,
                                version,
                                false,
                                (flags & RELAY) != 0,
                                name,
                                endpoints,
                                published,
                                subscribed),
                        vouch,
                        0,
                        proof));
    }

    static void encodeEndpoints(List<Endpoint> endpoints, FieldWriter out) {
        out.u16(endpoints.size());
        endpoints.forEach(endpoint -> out.text(endpoint.toString()));
    }

    static List<Endpoint> decodeEndpoints(FieldReader in, String what) {
        return in.list(NodeEntry.MAX_ENDPOINTS, LEAST_TEXT_BYTES, what, () -> in.endpoint(what));
    }

    static void encode(EntryChange change, FieldWriter out) {
        out.id(change.id())
                .u64(change.incarnation())
                .u64(change.base())
                .u64(change.version())
                .u32(change.vouch());
        encodeDifference(change.published(), out);
        encodeDifference(change.subscribed(), out);
        out.u16(change.signature().remaining()).bytes(change.signature());
    }

    static EntryChange decodeChange(FieldReader in) {
        var id = in.id("change id");
        long incarnation = in.u64("change incarnation");
        long base = in.u64("change base");
        long version = in.u64("change version");
        int vouch = in.u31("change vouch");
        EntryChange.Difference published = decodeDifference(in, "changed published topics");
        EntryChange.Difference subscribed = decodeDifference(in, "changed subscribed patterns");
        ByteBuffer signature = ProofCodec.decodeSignature(in);
        return FieldReader.valid(
                "entry change",
                () -> new EntryChange(id, incarnation, base, version, vouch, published, subscribed, signature));
    }

    private static void encodeDifference(EntryChange.Difference difference, FieldWriter out) {
        encodePatterns(difference.added(), out);
        encodePatterns(difference.removed(), out);
    }

    private static EntryChange.Difference decodeDifference(FieldReader in, String what) {
        List<TopicPattern> added = decodePatterns(in, what);
        return new EntryChange.Difference(added, decodePatterns(in, what));
    }

    /** The length of an entry on the wire, with its proof. */
    static int bytes(AdvertisedEntry advertised) {
        return bytes(advertised.entry()) + ProofCodec.bytes(advertised.proof());
    }

    /** The length of an entry on the wire, without a proof. */
    static int bytes(NodeEntry entry) {
        if (entry.left()) {
            return LEAST_BYTES;
        }
        int bytes = ROW_BYTES
                + 2
                + TextLengths.bytes(entry.name())
                + 2
                + patternBytes(entry.published())
                + patternBytes(entry.subscribed());
        for (Endpoint endpoint : entry.endpoints()) {
            bytes += 2 + TextLengths.bytes(endpoint.toString());
        }
        return bytes;
    }

    /** The length of a list of patterns on the wire. */
    static int patternBytes(Collection<TopicPattern> patterns) {
        int bytes = 2;
        for (TopicPattern pattern : patterns) {
            bytes += 2 + TextLengths.bytes(pattern.text());
        }
        return bytes;
    }

    private static void encodePatterns(List<TopicPattern> patterns, FieldWriter out) {
        out.u16(patterns.size());
        patterns.forEach(pattern -> out.text(pattern.text()));
    }

    private static List<TopicPattern> decodePatterns(FieldReader in, String what) {
        return in.list(NodeEntry.MAX_TOPICS, LEAST_TEXT_BYTES, what, () -> in.pattern(what));
    }
}
