package chaski.ca;

import chaski.api.security.Identity;
import chaski.ca.RefusedRequestException.Reason;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides who receives a certificate without the authority's passphrase: the holder of a token, once, and the holder of a valid
 * certificate, for the same identity. The keys of both stay with them.
 *
 * <p>Tokens are in the file {@code tokens.txt} of the authority's directory, without their secrets. Thread-safe; processes take turns as
 * with {@link CertificateAuthority}.
 */
public final class RegistrationAuthority {

    /** The longest time for which a token can be used: what is not used within a week is forgotten somewhere. */
    public static final Duration LONGEST_TTL = Duration.ofDays(7);

    /** The name in the certificate of a server of this authority. No participant has it: theirs name an identity only. */
    public static final String SERVER_NAME = "enrolment.chaski.invalid";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CertificateAuthority authority;
    private final TokenLedger tokens;

    /**
     * Creates one.
     *
     * @param authority issues the certificates
     */
    public RegistrationAuthority(CertificateAuthority authority) {
        this.authority = authority;
        this.tokens = authority.tokens();
    }

    /** {@return the authority's certificate} */
    public X509Certificate certificate() {
        return authority.certificate();
    }

    /** {@return the list of revoked certificates; signed again when half of its time has passed} */
    public X509CRL revocations() {
        X509CRL list = authority.revocations();
        Instant renewal = list.getThisUpdate().toInstant().plus(CertificateAuthority.LIST_VALIDITY.dividedBy(2));
        return authority.clock().instant().isBefore(renewal) ? list : authority.renewRevocations();
    }

    /**
     * Creates a token, the only place of whose secret is the result.
     *
     * @param identity the identity that its user receives
     * @param ttl how long it can be used, at most {@link #LONGEST_TTL}
     * @param validity how long the certificate will be valid
     * @return the token
     * @throws IllegalArgumentException if the identity is of another trust domain, or a time is not positive or too long
     * @throws AuthorityException if there are too many tokens, or the files cannot be written
     */
    public EnrolmentToken token(Identity identity, Duration ttl, Duration validity) {
        if (!identity.trustDomain().equals(authority.trustDomain())) {
            throw new IllegalArgumentException(
                    "expected an identity of " + authority.trustDomain() + ", got " + identity);
        }
        if (ttl.isZero() || ttl.isNegative() || ttl.compareTo(LONGEST_TTL) > 0) {
            throw new IllegalArgumentException(
                    "expected a time of at most " + LONGEST_TTL.toDays() + " days for a token, got " + ttl);
        }
        if (validity.isZero() || validity.isNegative()) {
            throw new IllegalArgumentException("expected a positive validity, got " + validity);
        }
        EnrolmentToken token = EnrolmentToken.create(RANDOM, authority.certificate());
        Instant now = authority.clock().instant();
        authority.changing(() -> tokens.add(token, identity, now, now.plus(ttl), validity));
        return token;
    }

    /**
     * Issues a certificate to the holder of a token, which can then no longer be used. A request that is refused for another reason than
     * its token leaves the token as it is.
     *
     * @param id the id of the token
     * @param secret its secret
     * @param request the request, PKCS #10 in PEM form; names no identity or that of the token
     * @return the certificate
     * @throws RefusedRequestException if the token or the request is refused
     * @throws AuthorityException if the files cannot be written
     */
    public X509Certificate enroll(String id, String secret, String request) {
        Instant now = authority.clock().instant();
        TokenLedger.Grant[] granted = new TokenLedger.Grant[1];
        authority.changing(() -> granted[0] = tokens.check(id, secret, now));
        PublicKey key = ReceivedRequest.read(request).keyFor(granted[0].identity());
        // Checked again where it is marked: of two users at the same time, one is refused.
        return authority.certify(granted[0].identity(), key, granted[0].validity(), () -> tokens.use(id, secret, now));
    }

    /**
     * Issues another certificate to the holder of one, for as long as that was issued for. The caller makes sure that the requester has
     * its key, as TLS does.
     *
     * @param current the certificate to be renewed, which stays valid until it expires or is revoked
     * @param request the request, PKCS #10 in PEM form; names no identity or that of the certificate
     * @return the certificate
     * @throws RefusedRequestException if the certificate is not a valid one of this authority, or the request is refused
     * @throws AuthorityException if the files cannot be written
     */
    public X509Certificate renew(X509Certificate current, String request) {
        Identity identity = issuedTo(current);
        PublicKey key = ReceivedRequest.read(request).keyFor(identity);
        Duration validity = Duration.between(
                current.getNotBefore().toInstant().plus(CertificateIssuer.CLOCK_DIFFERENCE),
                current.getNotAfter().toInstant());
        // Under the lock: a revocation at the same time either comes first, or includes the new certificate.
        return authority.certify(identity, key, validity, () -> checkValid(current, identity));
    }

    /**
     * Checks that a certificate is a valid one of this authority.
     *
     * @param current the certificate
     * @return its identity
     * @throws RefusedRequestException if it was not issued by this authority, has expired, or was revoked
     */
    public Identity check(X509Certificate current) {
        Identity identity = issuedTo(current);
        checkValid(current, identity);
        return identity;
    }

    private Identity issuedTo(X509Certificate current) {
        try {
            current.verify(authority.certificate().getPublicKey());
            return Identity.of(current);
        } catch (GeneralSecurityException other) {
            throw notIssued();
        }
    }

    private void checkValid(X509Certificate current, Identity identity) {
        IssuedCertificate issued = authority.issued().stream()
                .filter(each -> each.serial().equals(current.getSerialNumber())
                        && each.identity().equals(identity))
                .findFirst()
                .orElseThrow(RegistrationAuthority::notIssued);
        if (issued.revoked().isPresent()) {
            throw new RefusedRequestException(
                    Reason.REVOKED,
                    "the certificate of " + identity + " was revoked at "
                            + issued.revoked().get() + " and cannot be renewed; a new token is needed");
        }
        if (!issued.isValid(authority.clock().instant())) {
            throw new RefusedRequestException(
                    Reason.EXPIRED,
                    "the certificate of " + identity + " expired at " + issued.expiry()
                            + " and cannot be renewed; a new token is needed");
        }
    }

    private static RefusedRequestException notIssued() {
        return new RefusedRequestException(
                Reason.NOT_ISSUED, "the certificate was not issued by this authority; a token of it is needed");
    }

    /**
     * Issues a certificate for the server of this authority. It states no identity: no node accepts it.
     *
     * @param key the server's public key
     * @param validity how long it is valid
     * @return the certificate
     */
    public X509Certificate certifyServer(PublicKey key, Duration validity) {
        return authority.certifyServer(SERVER_NAME, key, validity);
    }
}
