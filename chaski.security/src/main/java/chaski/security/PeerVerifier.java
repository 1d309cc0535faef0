package chaski.security;

import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether a chain of certificates proves an identity to the holder of some {@link Credentials}.
 *
 * <p>The chain has to satisfy RFC 5280, section 6, up to a trusted authority, at the present time. Beyond that: the first certificate
 * states exactly one identity, which is of the trust domain of the authority where that states one; it is that of a participant, for
 * digital signatures, and for what the peer does with it; its key is on a curve of at least 256 bits, or is an RSA
 * key of at least 2048; and no authority of the chain has revoked it. A revocation counts even when the list that contains it has
 * expired.
 *
 * <p>Immutable and thread-safe.
 */
public final class PeerVerifier {

    /** What the holder of a certificate does with it. */
    public enum Role {
        /** It opened the connection. */
        CLIENT("clientAuth"),
        /** It accepted the connection. */
        SERVER("serverAuth"),
        /** It has signed a statement that others pass on; any participant may. */
        SIGNER("clientAuth and serverAuth");

        private final String purpose;

        Role(String purpose) {
            this.purpose = purpose;
        }

        private boolean isAmong(List<String> purposes) {
            return purposes.contains(ANY_PURPOSE)
                    || (this != SERVER && purposes.contains(CLIENT_PURPOSE))
                    || (this != CLIENT && purposes.contains(SERVER_PURPOSE));
        }
    }

    /** The most certificates in a chain; usual ones have one to three. */
    private static final int LONGEST_CHAIN = 5;

    private static final String CLIENT_PURPOSE = "1.3.6.1.5.5.7.3.2";
    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";
    private static final int SMALLEST_CURVE = 256;
    private static final int SMALLEST_RSA = 2048;
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final String TRUST_DOMAIN_PREFIX = "spiffe://";

    private final Set<TrustAnchor> anchors;
    private final List<X509CRL> revocations;
    private final boolean refusesWhenExpired;
    private final InstantSource clock;

    /**
     * Creates a verifier.
     *
     * @param credentials states which authorities are trusted and what they revoked
     * @param clock the present time
     * @param refusesWhenExpired whether every certificate is refused whose authority's list of revocations has expired
     */
    public PeerVerifier(Credentials credentials, InstantSource clock, boolean refusesWhenExpired) {
        this.anchors = credentials.trust().stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        this.revocations = credentials.revocations();
        this.refusesWhenExpired = refusesWhenExpired;
        this.clock = clock;
    }

    /**
     * Verifies a chain.
     *
     * @param chain the peer's certificate, then those of intermediate authorities
     * @param role what the peer does with the certificate
     * @return the identity that it proves
     * @throws RefusedCertificateException if it proves none
     */
    public Identity verify(List<X509Certificate> chain, Role role) throws RefusedCertificateException {
        if (chain.isEmpty() || chain.size() > LONGEST_CHAIN) {
            throw refused(
                    CertificateProblem.CHAIN, "expected 1 to " + LONGEST_CHAIN + " certificates, got " + chain.size());
        }
        X509Certificate certificate = chain.get(0);
        for (X509Certificate each : chain) {
            checkStrength(each);
        }
        Instant now = clock.instant();
        checkTime(certificate, now);
        X509Certificate authority = checkPath(chain, now);
        checkUsage(certificate, role);
        Identity identity = identity(certificate);
        checkTrustDomain(identity, authority);
        checkRevocation(chain, authority, now);
        return identity;
    }

    private static Identity identity(X509Certificate certificate) throws RefusedCertificateException {
        try {
            return Identity.of(certificate);
        } catch (CertificateException malformed) {
            throw new RefusedCertificateException(
                    CertificateProblem.IDENTITY, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    private static void checkStrength(X509Certificate certificate) throws RefusedCertificateException {
        PublicKey key = certificate.getPublicKey();
        boolean strong;
        if (key instanceof ECPublicKey curve) {
            strong = curve.getParams().getOrder().bitLength() >= SMALLEST_CURVE;
        } else if (key instanceof RSAPublicKey rsa) {
            strong = rsa.getModulus().bitLength() >= SMALLEST_RSA;
        } else {
            strong = key.getAlgorithm().startsWith("Ed");
        }
        if (!strong) {
            throw refused(
                    CertificateProblem.WEAK,
                    "expected an EC key of at least 256 bits, an RSA key of at least 2048, or Ed25519, got "
                            + key.getAlgorithm());
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.contains("SHA1") || algorithm.contains("MD5") || algorithm.contains("MD2")) {
            throw refused(CertificateProblem.WEAK, "signed with " + certificate.getSigAlgName());
        }
    }

    private static void checkTime(X509Certificate certificate, Instant now) throws RefusedCertificateException {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw refused(
                    CertificateProblem.EXPIRED,
                    "the certificate expired at " + certificate.getNotAfter().toInstant());
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw refused(
                    CertificateProblem.NOT_YET_VALID,
                    "the certificate is valid from "
                            + certificate.getNotBefore().toInstant());
        }
    }

    /** {@return the trusted authority that the chain leads to} */
    private X509Certificate checkPath(List<X509Certificate> chain, Instant now) throws RefusedCertificateException {
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(withoutAnchors(chain));
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return result.getTrustAnchor().getTrustedCert();
        } catch (CertPathValidatorException invalid) {
            throw new RefusedCertificateException(
                    problem(invalid, chain.get(0)), String.valueOf(invalid.getMessage()), invalid);
        } catch (InvalidAlgorithmParameterException empty) {
            throw new RefusedCertificateException(
                    CertificateProblem.UNKNOWN_AUTHORITY, "no authority is trusted", empty);
        } catch (GeneralSecurityException malformed) {
            throw new RefusedCertificateException(
                    CertificateProblem.MALFORMED, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    /** Some peers send the authority itself, too; a path ends before it. A participant's own certificate is never left out. */
    private List<X509Certificate> withoutAnchors(List<X509Certificate> chain) {
        List<X509Certificate> path = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            if (!path.isEmpty() && anchors.stream().anyMatch(anchor -> certificate.equals(anchor.getTrustedCert()))) {
                break;
            }
            path.add(certificate);
        }
        return path;
    }

    private static CertificateProblem problem(CertPathValidatorException invalid, X509Certificate certificate) {
        CertPathValidatorException.Reason reason = invalid.getReason();
        if (reason == BasicReason.EXPIRED) {
            return CertificateProblem.EXPIRED;
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return CertificateProblem.NOT_YET_VALID;
        }
        if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
            return CertificateProblem.WEAK;
        }
        if (reason == PKIXReason.NO_TRUST_ANCHOR || reason == BasicReason.INVALID_SIGNATURE) {
            return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    ? CertificateProblem.SELF_SIGNED
                    : CertificateProblem.UNKNOWN_AUTHORITY;
        }
        return CertificateProblem.MALFORMED;
    }

    private static void checkUsage(X509Certificate certificate, Role role) throws RefusedCertificateException {
        if (certificate.getBasicConstraints() >= 0) {
            throw refused(CertificateProblem.USAGE, "the certificate is that of an authority");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw refused(CertificateProblem.USAGE, "the certificate's key usage lacks digitalSignature");
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (purposes != null && !role.isAmong(purposes)) {
                throw refused(CertificateProblem.USAGE, "the certificate's extended key usage lacks " + role.purpose);
            }
        } catch (java.security.cert.CertificateParsingException malformed) {
            throw new RefusedCertificateException(
                    CertificateProblem.MALFORMED, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    private static void checkTrustDomain(Identity identity, X509Certificate authority)
            throws RefusedCertificateException {
        Optional<String> domain = trustDomain(authority);
        if (domain.isPresent() && !domain.get().equals(identity.trustDomain())) {
            throw refused(CertificateProblem.TRUST_DOMAIN, identity + " was issued by an authority of " + domain.get());
        }
    }

    /** {@return the trust domain that an authority states, if it states one} */
    private static Optional<String> trustDomain(X509Certificate authority) {
        try {
            Collection<List<?>> names = authority.getSubjectAlternativeNames();
            return names == null
                    ? Optional.empty()
                    : names.stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .filter(name -> name.startsWith(TRUST_DOMAIN_PREFIX))
                            .map(name -> name.substring(TRUST_DOMAIN_PREFIX.length()))
                            .findFirst();
        } catch (CertificateException malformed) {
            return Optional.empty();
        }
    }

    private void checkRevocation(List<X509Certificate> chain, X509Certificate authority, Instant now)
            throws RefusedCertificateException {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            X509Certificate issuer = i + 1 < chain.size() ? chain.get(i + 1) : authority;
            for (X509CRL list : revocations) {
                if (isOf(list, issuer)) {
                    checkRevocation(certificate, list, now);
                }
            }
        }
    }

    private void checkRevocation(X509Certificate certificate, X509CRL list, Instant now)
            throws RefusedCertificateException {
        if (list.isRevoked(certificate)) {
            throw refused(
                    CertificateProblem.REVOKED,
                    "the certificate " + certificate.getSerialNumber().toString(16) + " was revoked");
        }
        if (refusesWhenExpired
                && list.getNextUpdate() != null
                && now.isAfter(list.getNextUpdate().toInstant())) {
            throw refused(
                    CertificateProblem.REVOCATIONS_EXPIRED,
                    "the list of revocations expired at " + list.getNextUpdate().toInstant());
        }
    }

    private static boolean isOf(X509CRL list, X509Certificate issuer) {
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException otherAuthority) {
            return false;
        }
    }

    private static RefusedCertificateException refused(CertificateProblem problem, String message) {
        return new RefusedCertificateException(problem, message);
    }
}
