package chaski.node.identity;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What proves that a statement is by the owner of a node id: the instance and the certificates that the id follows from, and the
 * owner's signature. The sizes are bounded; nothing is verified yet. Immutable.
 *
 * @param instance what distinguishes the owner from other nodes of its identity
 * @param chain the owner's certificate, then those of intermediate authorities, each encoded by DER
 * @param signature the signature
 */
public record OwnerProof(String instance, List<ByteBuffer> chain, ByteBuffer signature) {

    /** A participant's certificate and two intermediate authorities. */
    public static final int MAX_CERTIFICATES = 3;

    /** Three usual certificates of P-256 have less than half of it. */
    public static final int MAX_CHAIN_BYTES = 4 * 1024;

    /** Room for an RSA key of 8192 bits. */
    public static final int MAX_SIGNATURE_BYTES = 1024;

    /** Bounds the sizes, and copies the bytes. */
    public OwnerProof {
        chain = chain.stream().map(OwnerProof::copy).toList();
        signature = copy(signature);
        int bytes = chain.stream().mapToInt(ByteBuffer::remaining).sum();
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES || bytes > MAX_CHAIN_BYTES) {
            throw new IllegalArgumentException("expected 1 to " + MAX_CERTIFICATES + " certificates of at most "
                    + MAX_CHAIN_BYTES + " bytes, got " + chain.size() + " of " + bytes);
        }
        if (signature.remaining() > MAX_SIGNATURE_BYTES) {
            throw new IllegalArgumentException(
                    "expected a signature of at most " + MAX_SIGNATURE_BYTES + " bytes, got " + signature.remaining());
        }
    }

    /** The parts of a message that contains many proofs would keep all of it in memory. */
    private static ByteBuffer copy(ByteBuffer bytes) {
        if (bytes.isReadOnly()) {
            return bytes;
        }
        return ByteBuffer.allocate(bytes.remaining())
                .put(bytes.duplicate())
                .flip()
                .asReadOnlyBuffer();
    }

    /**
     * Returns a proof by the same owner with the same certificates.
     *
     * @param other the signature of another statement
     * @return the proof
     */
    public OwnerProof withSignature(ByteBuffer other) {
        return new OwnerProof(instance, chain, other);
    }

    /**
     * Returns whether another proof differs in the signature only.
     *
     * @param other another proof
     * @return true if instance and certificates are equal
     */
    public boolean hasSignerOf(OwnerProof other) {
        return instance.equals(other.instance) && chain.equals(other.chain);
    }

    /** {@return the number of bytes of the certificates and the signature} */
    public int bytes() {
        return chain.stream().mapToInt(ByteBuffer::remaining).sum() + signature.remaining();
    }
}
