package chaski.node.membership;

import chaski.api.security.SecurityConfig;
import chaski.node.identity.OwnerProof;
import chaski.node.wire.ViolationText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of the proof at the end of a signed entry. */
final class ProofCodec {

    static final int MAX_BYTES = Short.BYTES
            + SecurityConfig.MAX_INSTANCE_CHARS
            + Byte.BYTES
            + OwnerProof.MAX_CERTIFICATES * Short.BYTES
            + OwnerProof.MAX_CHAIN_BYTES
            + Short.BYTES
            + OwnerProof.MAX_SIGNATURE_BYTES;

    private ProofCodec() {}

    static void encode(OwnerProof proof, FieldWriter out) {
        out.text(proof.instance()).u8(proof.chain().size());
        proof.chain().forEach(certificate -> out.u16(certificate.remaining()).bytes(certificate));
        out.u16(proof.signature().remaining()).bytes(proof.signature());
    }

    static OwnerProof decode(FieldReader in) {
        String instance = in.text(SecurityConfig.MAX_INSTANCE_CHARS, "proof instance");
        int count = in.u8("proof certificates");
        if (count < 1 || count > OwnerProof.MAX_CERTIFICATES) {
            throw ViolationText.of("proof certificates", "1 to " + OwnerProof.MAX_CERTIFICATES, count);
        }
        List<ByteBuffer> chain = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chain.add(in.bytes("proof certificate"));
        }
        ByteBuffer signature = decodeSignature(in);
        return FieldReader.valid("proof", () -> new OwnerProof(instance, chain, signature));
    }

    static ByteBuffer decodeSignature(FieldReader in) {
        ByteBuffer signature = in.bytes("signature");
        if (signature.remaining() > OwnerProof.MAX_SIGNATURE_BYTES) {
            throw ViolationText.of(
                    "signature", "at most " + OwnerProof.MAX_SIGNATURE_BYTES + " bytes", signature.remaining());
        }
        return signature;
    }

    /** {@return the length on the wire; 0 without a proof} */
    static int bytes(@Nullable OwnerProof proof) {
        if (proof == null) {
            return 0;
        }
        return Short.BYTES
                + TextLengths.bytes(proof.instance())
                + Byte.BYTES
                + proof.chain().size() * Short.BYTES
                + Short.BYTES
                + proof.bytes();
    }
}
