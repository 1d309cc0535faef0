package chaski.api.security;

import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What proves an identity at present, and whom its holder trusts: a private key, its certificate with the certificates of
 * intermediate authorities, the authorities that are trusted, and the certificates that they revoked. Immutable; a change is another
 * instance.
 *
 * <p>The key may be an opaque handle, for example of a hardware module.
 */
public final class Credentials {

    private final Identity identity;
    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final List<X509Certificate> trust;
    private final List<X509CRL> revocations;

    private Credentials(
            Identity identity,
            PrivateKey key,
            List<X509Certificate> chain,
            List<X509Certificate> trust,
            List<X509CRL> revocations) {
        this.identity = identity;
        this.key = key;
        this.chain = chain;
        this.trust = trust;
        this.revocations = revocations;
    }

    /**
     * Puts credentials together. Does not check that they are valid; those who use them do.
     *
     * @param key the private key of the first certificate
     * @param chain the own certificate, then those of intermediate authorities, each issued by the next; without the trusted
     *     authority itself
     * @param trust the certificates of the authorities that are trusted
     * @param revocations the lists of certificates that these authorities revoked
     * @return the credentials
     * @throws IllegalArgumentException if the chain or the trust is empty
     * @throws CertificateException if the own certificate does not state exactly one identity
     */
    public static Credentials of(
            PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trust, List<X509CRL> revocations)
            throws CertificateException {
        if (chain.isEmpty() || trust.isEmpty()) {
            throw new IllegalArgumentException("expected a certificate and a trusted authority");
        }
        return new Credentials(
                Identity.of(chain.get(0)), key, List.copyOf(chain), List.copyOf(trust), List.copyOf(revocations));
    }

    /** {@return the identity that the certificate states} */
    public Identity identity() {
        return identity;
    }

    /** {@return the private key} */
    public PrivateKey key() {
        return key;
    }

    /** {@return the own certificate} */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** {@return the own certificate, then those of intermediate authorities} */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** {@return the certificates of the trusted authorities} */
    public List<X509Certificate> trust() {
        return trust;
    }

    /** {@return the lists of revoked certificates} */
    public List<X509CRL> revocations() {
        return revocations;
    }

    /** {@return when the own certificate expires} */
    public Instant expiry() {
        return certificate().getNotAfter().toInstant();
    }

    /** {@return the identity, the serial number and the expiry; never the key} */
    @Override
    public String toString() {
        return identity + " (certificate " + certificate().getSerialNumber().toString(16) + ", until " + expiry() + ")";
    }
}
