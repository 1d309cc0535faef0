package chaski.ca;

import chaski.api.security.Identity;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * What an authority knows of a certificate that it issued.
 *
 * @param serial the serial number
 * @param identity the identity
 * @param expiry when the certificate expires
 * @param revoked when it was revoked; empty if it was not
 */
public record IssuedCertificate(BigInteger serial, Identity identity, Instant expiry, Optional<Instant> revoked) {

    /**
     * Returns whether the certificate can be used.
     *
     * @param now the time
     * @return false if it has expired or was revoked
     */
    public boolean isValid(Instant now) {
        return revoked.isEmpty() && now.isBefore(expiry);
    }
}
