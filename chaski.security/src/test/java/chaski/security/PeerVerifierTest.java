package chaski.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import chaski.security.PeerVerifier.Role;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What proves an identity, and what does not, each with its reason. */
class PeerVerifierTest {

    private static final Identity INGEST = Identity.parse("spiffe://example.org/ingest");

    @TempDir
    Path directory;

    private final Instant now = Instant.now();
    private final KeyPair rootKey = OddCertificates.key("EC", "secp256r1");
    private CertificateAuthority authority;
    private IssuedIdentity own;
    private X509Certificate root;

    @BeforeEach
    void createAuthorities() throws Exception {
        authority = CertificateAuthority.create(directory.resolve("ca"), "example.org", null);
        own = authority.issue(INGEST, Duration.ofDays(1));
        root = root("spiffe://example.org");
    }

    /** An authority whose key the test has. */
    private X509Certificate root(String domain) {
        return odd(null)
                .key(rootKey)
                .subject("CN=root")
                .selfSigned()
                .authority()
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .uris(domain)
                .valid(now.minusSeconds(3600), now.plusSeconds(3600))
                .build();
    }

    private OddCertificates odd(X509Certificate issuer) {
        return new OddCertificates(issuer, rootKey.getPrivate(), now);
    }

    private Credentials credentials(List<X509Certificate> trust, List<X509CRL> revocations) throws Exception {
        return Credentials.of(own.key(), List.of(own.certificate()), trust, revocations);
    }

    private PeerVerifier verifier() throws Exception {
        return new PeerVerifier(
                credentials(List.of(authority.certificate(), root), List.of()), InstantSource.fixed(now), false);
    }

    @Test
    void whatTheAuthorityIssuedProvesItsIdentityInBothRoles() throws Exception {
        assertThat(verifier().verify(List.of(own.certificate()), Role.CLIENT)).isEqualTo(INGEST);
        assertThat(verifier().verify(List.of(own.certificate()), Role.SERVER)).isEqualTo(INGEST);
        assertThat(verifier().verify(List.of(own.certificate(), authority.certificate()), Role.SERVER))
                .as("with the authority sent along")
                .isEqualTo(INGEST);
    }

    @Test
    void aSoundCertificateOfTheOtherAuthorityIsAccepted() throws Exception {
        assertThat(verifier().verify(List.of(odd(root).build()), Role.CLIENT)).hasToString("spiffe://example.org/odd");
        assertThat(verifier()
                        .verify(
                                List.of(odd(root)
                                        .key(OddCertificates.key("Ed25519", ""))
                                        .build()),
                                Role.CLIENT))
                .hasToString("spiffe://example.org/odd");
    }

    @Test
    void eachProblemIsNamed() throws Exception {
        refuses(CertificateProblem.EXPIRED, odd -> odd.valid(now.minusSeconds(60), now.minusSeconds(1)));
        refuses(CertificateProblem.NOT_YET_VALID, odd -> odd.valid(now.plusSeconds(1), now.plusSeconds(60)));
        refuses(CertificateProblem.IDENTITY, odd -> odd.uris());
        refuses(CertificateProblem.IDENTITY, odd -> odd.uris("spiffe://example.org/a", "spiffe://example.org/b"));
        refuses(CertificateProblem.IDENTITY, odd -> odd.uris("https://example.org/a"));
        refuses(CertificateProblem.IDENTITY, odd -> odd.uris("spiffe://example.org"));
        refuses(CertificateProblem.TRUST_DOMAIN, odd -> odd.uris("spiffe://example.com/a"));
        refuses(CertificateProblem.USAGE, odd -> odd.usage(KeyUsage.keyEncipherment));
        refuses(CertificateProblem.USAGE, odd -> odd.purposes(KeyPurposeId.id_kp_serverAuth));
        refuses(CertificateProblem.USAGE, OddCertificates::authority);
        refuses(CertificateProblem.WEAK, odd -> odd.key(OddCertificates.key("RSA", "1024")));
        refuses(CertificateProblem.WEAK, odd -> odd.signature("SHA1withECDSA"));
        refuses(CertificateProblem.SELF_SIGNED, OddCertificates::selfSigned);
    }

    private void refuses(CertificateProblem problem, UnaryOperator<OddCertificates> change) throws Exception {
        assertThat(problem(verifier(), List.of(change.apply(odd(root)).build())))
                .isEqualTo(problem);
    }

    private static CertificateProblem problem(PeerVerifier verifier, List<X509Certificate> chain) {
        RefusedCertificateException refused =
                catchThrowableOfType(RefusedCertificateException.class, () -> verifier.verify(chain, Role.CLIENT));
        assertThat(refused).as("refused").isNotNull();
        return refused.problem();
    }

    @Test
    void anAuthorityThatIsNotTrustedProvesNothing() throws Exception {
        PeerVerifier verifier = new PeerVerifier(
                credentials(List.of(authority.certificate()), List.of()), InstantSource.fixed(now), false);

        assertThat(problem(verifier, List.of(odd(root).build()))).isEqualTo(CertificateProblem.UNKNOWN_AUTHORITY);
        assertThat(problem(verifier, List.of(odd(root).build(), root))).isEqualTo(CertificateProblem.UNKNOWN_AUTHORITY);
        X509Certificate namesake = odd(null)
                .selfSigned()
                .authority()
                .subject(authority.certificate().getSubjectX500Principal().getName())
                .key(rootKey)
                .build();
        assertThat(problem(verifier, List.of(odd(namesake).build()))).isEqualTo(CertificateProblem.UNKNOWN_AUTHORITY);
    }

    @Test
    void theCertificateOfATrustedAuthorityIsNoParticipant() throws Exception {
        assertThat(problem(verifier(), List.of(root))).isNotNull();
    }

    @Test
    void chainsAreNotEmptyAndNotLong() throws Exception {
        assertThat(problem(verifier(), List.of())).isEqualTo(CertificateProblem.CHAIN);
        List<X509Certificate> chain = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            chain.add(own.certificate());
        }
        assertThat(problem(verifier(), chain)).isEqualTo(CertificateProblem.CHAIN);
    }

    @Test
    void aParticipantCannotIssueForOthers() throws Exception {
        OddCertificates participant = odd(root).subject("CN=participant");
        X509Certificate between = participant.build();
        X509Certificate forged = new OddCertificates(between, participant.key().getPrivate(), now).build();

        assertThat(problem(verifier(), List.of(forged, between))).isNotNull();
    }

    @Test
    void anIntermediateAuthorityCanIssue() throws Exception {
        OddCertificates between = odd(root).subject("CN=between").authority().purposes();
        X509Certificate intermediate = between.build();
        X509Certificate issued = new OddCertificates(intermediate, between.key().getPrivate(), now).build();

        assertThat(verifier().verify(List.of(issued, intermediate), Role.SERVER))
                .hasToString("spiffe://example.org/odd");
        assertThat(problem(verifier(), List.of(issued))).isEqualTo(CertificateProblem.UNKNOWN_AUTHORITY);
    }

    @Test
    void aRevokedCertificateIsRefusedEvenWhenTheListHasExpired() throws Exception {
        IssuedIdentity valid = authority.issue(Identity.parse("spiffe://example.org/valid"), Duration.ofDays(100));
        IssuedIdentity revoked = authority.issue(Identity.parse("spiffe://example.org/revoked"), Duration.ofDays(100));
        authority.revoke(revoked.identity());
        Credentials credentials = credentials(List.of(authority.certificate()), List.of(authority.revocations()));
        Instant later = now.plus(Duration.ofDays(40));

        for (Instant time : List.of(now, later)) {
            PeerVerifier verifier = new PeerVerifier(credentials, InstantSource.fixed(time), false);
            assertThat(problem(verifier, List.of(revoked.certificate()))).isEqualTo(CertificateProblem.REVOKED);
            assertThat(verifier.verify(List.of(valid.certificate()), Role.CLIENT))
                    .isEqualTo(valid.identity());
        }
        PeerVerifier strict = new PeerVerifier(credentials, InstantSource.fixed(later), true);
        assertThat(problem(strict, List.of(valid.certificate()))).isEqualTo(CertificateProblem.REVOCATIONS_EXPIRED);
        assertThat(problem(strict, List.of(revoked.certificate()))).isEqualTo(CertificateProblem.REVOKED);
    }

    @Test
    void aListOfAnotherAuthorityRevokesNothing() throws Exception {
        CertificateAuthority other = CertificateAuthority.create(directory.resolve("other"), "example.org", null);
        other.issue(INGEST, Duration.ofDays(1));
        other.revoke(INGEST);
        Credentials credentials = credentials(List.of(authority.certificate()), List.of(other.revocations()));

        assertThat(new PeerVerifier(credentials, InstantSource.fixed(now), true)
                        .verify(List.of(own.certificate()), Role.CLIENT))
                .isEqualTo(INGEST);
    }
}
