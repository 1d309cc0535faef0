package chaski.node.identity;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Which list of revocations of an authority it is, RFC 5280, section 5.2.3.
 *
 * @param issuer the SHA-256 of the public key of the authority, {@value #ISSUER_BYTES} bytes
 * @param number the number of the list, at most {@value #MAX_NUMBER_BYTES} bytes; -1 if it states none
 * @param updatedSeconds when it was issued, in seconds since 1970
 */
public record RevocationVersion(ByteBuffer issuer, BigInteger number, long updatedSeconds) {

    /** The length of an issuer. */
    public static final int ISSUER_BYTES = 32;

    /** The longest number of a list. */
    public static final int MAX_NUMBER_BYTES = 20;

    /** Checks the lengths. */
    public RevocationVersion {
        if (issuer.remaining() != ISSUER_BYTES) {
            throw new IllegalArgumentException("expected an issuer of 32 bytes, got " + issuer.remaining());
        }
        if (number.compareTo(BigInteger.ONE.negate()) < 0 || number.bitLength() > Byte.SIZE * MAX_NUMBER_BYTES) {
            throw new IllegalArgumentException("expected a number of a list of at most 20 bytes");
        }
    }

    /**
     * Compares with another list of the same authority: by the numbers, and if they do not differ, by the time.
     *
     * @param other the other version
     * @return true if this one is newer
     */
    public boolean isNewerThan(RevocationVersion other) {
        int order = number.compareTo(other.number);
        return order != 0 ? order > 0 : updatedSeconds > other.updatedSeconds;
    }
}
