package chaski.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chaski.api.security.Identity;
import chaski.ca.RefusedRequestException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holders of tokens and of valid certificates receive a certificate; all others are refused, each with its reason. */
class RegistrationAuthorityTest {

    private static final Identity INGEST = Identity.parse("spiffe://example.org/ingest");
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration VALIDITY = Duration.ofDays(2);

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private CertificateAuthority authority;
    private RegistrationAuthority registration;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @BeforeEach
    void create() {
        authority = CertificateAuthority.create(directory, "example.org", null, clock);
        registration = new RegistrationAuthority(authority);
    }

    private static CertificationRequest request() {
        return CertificationRequest.create(Optional.empty());
    }

    private X509Certificate enroll(EnrolmentToken token, CertificationRequest request) {
        return registration.enroll(token.id(), token.secret(), request.pem());
    }

    private static void refuses(Reason reason, ThrowingCallable attempt) {
        RefusedRequestException refused = catchThrowableOfType(RefusedRequestException.class, attempt);
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
    }

    @Test
    void aTokenIsWorthOneCertificateOfItsIdentity() {
        EnrolmentToken token =
                EnrolmentToken.parse(registration.token(INGEST, TTL, VALIDITY).text());
        CertificationRequest request = request();

        X509Certificate certificate = enroll(token, request);

        IssuedIdentity issued = request.answered(certificate, authority.certificate(), authority.revocations());
        assertThat(issued.identity()).isEqualTo(INGEST);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(now.plus(VALIDITY));
        assertThat(token.fingerprint()).isEqualTo(EnrolmentToken.fingerprint(authority.certificate()));
        assertThat(authority.issued()).hasSize(1);
        refuses(Reason.TOKEN_USED, () -> enroll(token, request()));
        assertThat(authority.issued()).hasSize(1);
    }

    @Test
    void ofConcurrentUsersOfATokenOneSucceeds() throws Exception {
        int users = 8;
        ExecutorService threads = Executors.newFixedThreadPool(users);
        try {
            for (int round = 0; round < 5; round++) {
                EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);
                CyclicBarrier start = new CyclicBarrier(users);
                Callable<Boolean> use = () -> {
                    CertificationRequest request = request();
                    // An authority of its own for each, as if they were processes.
                    RegistrationAuthority own =
                            new RegistrationAuthority(CertificateAuthority.open(directory, null, clock));
                    start.await();
                    try {
                        own.enroll(token.id(), token.secret(), request.pem());
                        return true;
                    } catch (RefusedRequestException refused) {
                        assertThat(refused.reason()).isEqualTo(Reason.TOKEN_USED);
                        return false;
                    }
                };
                int succeeded = 0;
                for (Future<Boolean> outcome : threads.invokeAll(java.util.Collections.nCopies(users, use))) {
                    succeeded += outcome.get() ? 1 : 0;
                }
                assertThat(succeeded).isEqualTo(1);
            }
            assertThat(authority.issued()).hasSize(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTokenExpires() {
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);
        now = now.plus(TTL);

        refuses(Reason.TOKEN_EXPIRED, () -> enroll(token, request()));
    }

    @Test
    void aWrongSecretAndAnUnknownIdReceiveTheSameAnswer() {
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);
        EnrolmentToken other = registration.token(INGEST, TTL, VALIDITY);
        String pem = request().pem();

        refuses(Reason.TOKEN_UNKNOWN, () -> registration.enroll(token.id(), other.secret(), pem));
        refuses(Reason.TOKEN_UNKNOWN, () -> registration.enroll("0".repeat(16), token.secret(), pem));
        refuses(Reason.TOKEN_UNKNOWN, () -> registration.enroll("", "", pem));
        assertThat(authority.issued()).isEmpty();
    }

    @Test
    void theFilesContainNoSecret() throws IOException {
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);
        enroll(token, request());

        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(token.secret());
            }
        }
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThatThrownBy(() -> EnrolmentToken.parse(token.text() + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a token")
                .message()
                .doesNotContain(token.secret());
    }

    @Test
    void tokensAreLimitedInNumberAndTime() {
        for (int i = 0; i < TokenLedger.MOST_OPEN; i++) {
            registration.token(INGEST, TTL, VALIDITY);
        }
        assertThatThrownBy(() -> registration.token(INGEST, TTL, VALIDITY))
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("tokens that can still be used");
        now = now.plus(TTL);
        registration.token(INGEST, TTL, VALIDITY);
        assertThatThrownBy(() -> registration.token(INGEST, RegistrationAuthority.LONGEST_TTL.plusSeconds(1), VALIDITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registration.token(Identity.parse("spiffe://other.org/a"), TTL, VALIDITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCanNoLongerBeUsedIsForgottenAfterAWeek() throws IOException {
        registration.token(INGEST, TTL, VALIDITY);
        now = now.plus(TTL).plus(TokenLedger.KEPT).plusSeconds(1);
        registration.token(INGEST, TTL, VALIDITY);

        assertThat(Files.readAllLines(directory.resolve("tokens.txt"))).hasSize(1);
    }

    @Test
    void aRequestForAnotherIdentityIsRefusedAndDoesNotUseTheToken() {
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);
        CertificationRequest other =
                CertificationRequest.create(Optional.of(Identity.parse("spiffe://example.org/admin")));

        refuses(Reason.OTHER_IDENTITY, () -> enroll(token, other));
        assertThat(enroll(token, CertificationRequest.create(Optional.of(INGEST))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "secp384r1", "secp521r1"})
    void aKeyOfAnotherKindIsRefused(String kind) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.equals("RSA") ? "RSA" : "EC");
        if (kind.equals("RSA")) {
            generator.initialize(1024);
        } else {
            generator.initialize(new ECGenParameterSpec(kind));
        }
        CertificationRequest weak = CertificationRequest.create(generator.generateKeyPair(), Optional.empty());
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);

        refuses(Reason.WEAK_KEY, () -> enroll(token, weak));
    }

    @Test
    void aRequestThatItsKeyHasNotSignedIsRefused() {
        KeyPair victim = new CertificateIssuer().newKey();
        KeyPair thief = new CertificateIssuer().newKey();
        CertificationRequest forged =
                CertificationRequest.create(new KeyPair(victim.getPublic(), thief.getPrivate()), Optional.empty());
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);

        refuses(Reason.NOT_SIGNED, () -> enroll(token, forged));
    }

    @Test
    void malformedRequestsAreRefused() {
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);
        String pem = request().pem();
        byte[] content = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
        for (int length = 0; length < content.length; length += 7) {
            String cut = "-----BEGIN CERTIFICATE REQUEST-----\n"
                    + Base64.getMimeEncoder().encodeToString(java.util.Arrays.copyOf(content, length))
                    + "\n-----END CERTIFICATE REQUEST-----\n";
            refuses(Reason.MALFORMED, () -> registration.enroll(token.id(), token.secret(), cut));
        }
        for (String text : List.of("", "hello", pem.replace("CERTIFICATE REQUEST", "CERTIFICATE"))) {
            refuses(Reason.MALFORMED, () -> registration.enroll(token.id(), token.secret(), text));
        }
    }

    @Test
    void aValidCertificateIsRenewedForAsLongAsItWasIssuedFor() {
        X509Certificate first = enroll(registration.token(INGEST, TTL, VALIDITY), request());
        now = now.plus(Duration.ofDays(1));
        CertificationRequest request = CertificationRequest.create(Optional.of(INGEST));

        X509Certificate renewed = registration.renew(first, request.pem());

        assertThat(renewed.getNotAfter().toInstant()).isEqualTo(now.plus(VALIDITY));
        assertThat(renewed.getPublicKey()).isNotEqualTo(first.getPublicKey());
        refuses(
                Reason.OTHER_IDENTITY,
                () -> registration.renew(
                        first,
                        CertificationRequest.create(Optional.of(Identity.parse("spiffe://example.org/admin")))
                                .pem()));
    }

    @Test
    void whatIsRevokedOrExpiredOrOfAnotherAuthorityIsNotRenewed(@TempDir Path otherDirectory) {
        String pem = request().pem();
        X509Certificate revoked = enroll(registration.token(INGEST, TTL, VALIDITY), request());
        authority.revoke(INGEST);
        refuses(Reason.REVOKED, () -> registration.renew(revoked, pem));

        X509Certificate expired = enroll(registration.token(INGEST, TTL, VALIDITY), request());
        now = now.plus(VALIDITY);
        refuses(Reason.EXPIRED, () -> registration.renew(expired, pem));

        CertificateAuthority other = CertificateAuthority.create(otherDirectory, "example.org", null, clock);
        refuses(
                Reason.NOT_ISSUED,
                () -> registration.renew(other.issue(INGEST, VALIDITY).certificate(), pem));
        KeyPair server = new CertificateIssuer().newKey();
        refuses(
                Reason.NOT_ISSUED,
                () -> registration.renew(registration.certifyServer(server.getPublic(), VALIDITY), pem));
    }

    @Test
    void revokingAnIdentityWithdrawsItsTokens() {
        EnrolmentToken token = registration.token(INGEST, TTL, VALIDITY);
        EnrolmentToken other = registration.token(Identity.parse("spiffe://example.org/other"), TTL, VALIDITY);

        authority.revoke(INGEST);

        refuses(Reason.TOKEN_USED, () -> enroll(token, request()));
        assertThat(enroll(other, request())).isNotNull();
    }

    @Test
    void anAnswerThatDoesNotBelongToTheRequestIsRefused(@TempDir Path otherDirectory) {
        CertificationRequest request = request();
        X509Certificate forOther = enroll(registration.token(INGEST, TTL, VALIDITY), request());
        assertThatThrownBy(() -> request.answered(forOther, authority.certificate(), authority.revocations()))
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("another key");
        CertificateAuthority other = CertificateAuthority.create(otherDirectory, "example.org", null, clock);
        X509Certificate own = enroll(registration.token(INGEST, TTL, VALIDITY), request);
        assertThatThrownBy(() -> request.answered(own, other.certificate(), other.revocations()))
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("has not signed");
    }

    @Test
    void renewingInADirectoryKeepsOtherAuthorities(@TempDir Path otherDirectory, @TempDir Path files)
            throws IOException {
        CertificateAuthority other = CertificateAuthority.create(otherDirectory, "example.org", null, clock);
        other.issue(INGEST, VALIDITY).writeTo(files);

        authority.issue(INGEST, VALIDITY).renewIn(files);

        assertThat(PemFiles.certificates(files.resolve("trust.pem")))
                .containsExactlyInAnyOrder(authority.certificate(), other.certificate());
        assertThat(PemFiles.revocations(files.resolve("revoked.crl"))).hasSize(2);
        now = now.plusSeconds(60);
        authority.issue(INGEST, VALIDITY).renewIn(files);
        assertThat(PemFiles.certificates(files.resolve("trust.pem"))).hasSize(2);
        assertThat(PemFiles.revocations(files.resolve("revoked.crl"))).hasSize(2);
    }

    @Test
    void anOlderListOfRevocationsReplacesNoNewerOne(@TempDir Path files) {
        authority.issue(INGEST, VALIDITY).writeTo(files);
        var older = authority.revocations();
        now = now.plusSeconds(60);
        authority.revoke(INGEST);

        assertThat(IssuedIdentity.replaceRevocations(files, authority.certificate(), authority.revocations()))
                .isTrue();
        assertThat(IssuedIdentity.replaceRevocations(files, authority.certificate(), older))
                .isFalse();
    }

    @Test
    void theListOfRevocationsIsSignedAgainBeforeItExpires() {
        var first = registration.revocations();
        now = now.plus(CertificateAuthority.LIST_VALIDITY.dividedBy(2)).minusSeconds(1);
        assertThat(registration.revocations()).isEqualTo(first);
        now = now.plusSeconds(2);

        assertThat(registration.revocations().getNextUpdate()).isAfter(first.getNextUpdate());
    }
}
