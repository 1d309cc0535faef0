package chaski.node.membership;

import chaski.node.identity.RevocationVersion;
import chaski.node.wire.ViolationText;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** The bytes of the messages about lists of revocations, after the type. */
final class RevocationCodec {

    /** Far more authorities than a network trusts. */
    static final int MAX_VERSIONS = 256;

    private static final int LEAST_BYTES = RevocationVersion.ISSUER_BYTES + Byte.BYTES + Long.BYTES;
    private static final int FIRST = 0x01;
    private static final int LAST = 0x02;

    private RevocationCodec() {}

    static void encode(MembershipMessage.RevocationDigest digest, FieldWriter out) {
        out.u16(digest.versions().size());
        for (RevocationVersion version : digest.versions()) {
            byte[] number = version.number().signum() < 0
                    ? new byte[0]
                    : version.number().toByteArray();
            // Without the byte of the sign, a number of 20 bytes has 20.
            int from = number.length > 1 && number[0] == 0 ? 1 : 0;
            out.bytes(version.issuer())
                    .u8(number.length - from)
                    .bytes(ByteBuffer.wrap(number, from, number.length - from))
                    .u64(version.updatedSeconds());
        }
    }

    static MembershipMessage.RevocationDigest decodeDigest(FieldReader in) {
        return new MembershipMessage.RevocationDigest(
                in.list(MAX_VERSIONS, LEAST_BYTES, "revocation digest", () -> decodeVersion(in)));
    }

    private static RevocationVersion decodeVersion(FieldReader in) {
        ByteBuffer issuer = copy(in.bytes(RevocationVersion.ISSUER_BYTES, "revocation issuer"));
        int length = in.u8("revocation number");
        if (length > RevocationVersion.MAX_NUMBER_BYTES) {
            throw ViolationText.of(
                    "revocation number", "at most " + RevocationVersion.MAX_NUMBER_BYTES + " bytes", length);
        }
        byte[] bytes = new byte[length];
        in.bytes(length, "revocation number").get(bytes);
        if (length > 1 && bytes[0] == 0) {
            throw ViolationText.of("revocation number", "no leading zero", length);
        }
        BigInteger number = length == 0 ? BigInteger.ONE.negate() : new BigInteger(1, bytes);
        long updated = in.u64("revocation time");
        return FieldReader.valid("revocation version", () -> new RevocationVersion(issuer, number, updated));
    }

    /** What is remembered of a digest must not keep the whole message in memory. */
    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip().asReadOnlyBuffer();
    }

    static void encode(MembershipMessage.RevocationPart part, FieldWriter out) {
        out.u8((part.first() ? FIRST : 0) | (part.last() ? LAST : 0))
                .u16(part.bytes().remaining())
                .bytes(part.bytes());
    }

    static MembershipMessage.RevocationPart decodePart(FieldReader in) {
        int flags = in.flags(FIRST | LAST, "revocation part flags");
        return new MembershipMessage.RevocationPart(
                (flags & FIRST) != 0, (flags & LAST) != 0, in.bytes("revocation part"));
    }
}
