package chaski.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chaski.api.security.Identity;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {

    private static final Identity INGEST = Identity.parse("spiffe://example.org/ingest");
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void whatItIssuesIsSignedByItAndStatesTheIdentity() throws GeneralSecurityException {
        CertificateAuthority authority = CertificateAuthority.create(directory, "example.org", null, CLOCK);

        IssuedIdentity issued = authority.issue(INGEST, Duration.ofDays(2));

        X509Certificate certificate = issued.certificate();
        certificate.verify(authority.certificate().getPublicKey());
        assertThat(Identity.of(certificate)).isEqualTo(INGEST);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(2)));
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(CertificateIssuer.CLOCK_DIFFERENCE));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(authority.certificate().getBasicConstraints()).isZero();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issued.key());
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void aNewNodeGetsTheGrantsOfTheAuthorityAndKeepsItsOwn() throws IOException {
        CertificateAuthority authority = CertificateAuthority.create(directory.resolve("ca"), "example.org", null);
        Path node = directory.resolve("node");
        authority.issue(INGEST, Duration.ofDays(2)).writeTo(node);
        assertThat(node.resolve("grants.json")).content().contains("spiffe://example.org/**");

        Files.writeString(directory.resolve("ca").resolve("grants.json"), "edited");
        authority.issue(INGEST, Duration.ofDays(2)).writeTo(node);
        assertThat(node.resolve("grants.json")).content().contains("spiffe://example.org/**");

        authority.issue(INGEST, Duration.ofDays(2)).writeTo(directory.resolve("other"));
        assertThat(directory.resolve("other").resolve("grants.json")).hasContent("edited");

        Files.delete(directory.resolve("ca").resolve("grants.json"));
        authority.issue(INGEST, Duration.ofDays(2)).writeTo(directory.resolve("third"));
        assertThat(directory.resolve("third").resolve("grants.json"))
                .hasSameTextualContentAs(node.resolve("grants.json"));
    }

    @Test
    void anAuthorityIsTheSameWhenItIsOpenedAgain() {
        char[] passphrase = "open sesame".toCharArray();
        CertificateAuthority created = CertificateAuthority.create(directory, "example.org", passphrase, CLOCK);
        created.issue(INGEST, Duration.ofDays(2));

        CertificateAuthority opened = CertificateAuthority.open(directory, passphrase, CLOCK);

        assertThat(CertificateAuthority.isEncrypted(directory)).isTrue();
        assertThat(opened.certificate()).isEqualTo(created.certificate());
        assertThat(opened.trustDomain()).isEqualTo("example.org");
        assertThat(opened.issued()).hasSize(1).isEqualTo(created.issued());
        opened.issue(INGEST, Duration.ofDays(1));
        assertThat(created.issued()).hasSize(2);
    }

    @Test
    void aWrongPassphraseAndNoneAreRefused() {
        CertificateAuthority.create(directory, "example.org", "right".toCharArray(), CLOCK);

        assertThatThrownBy(() -> CertificateAuthority.open(directory, "wrong".toCharArray()))
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("the passphrase does not open the key");
        assertThatThrownBy(() -> CertificateAuthority.open(directory, null))
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("the passphrase is needed");
        assertThatThrownBy(() -> CertificateAuthority.create(directory.resolve("x"), "example.org", new char[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path own = directory.resolve("ca");
        CertificateAuthority authority = CertificateAuthority.create(own, "example.org", null, CLOCK);
        Path identity = directory.resolve("ingest");
        authority.issue(INGEST, Duration.ofDays(2)).writeTo(identity);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("ca-key.pem"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(identity.resolve("key.pem"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        try (var files = Files.list(identity)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("key.pem", "cert.pem", "trust.pem", "revoked.crl", "grants.json");
        }
    }

    @Test
    void anExistingAuthorityIsNeverOverwritten() {
        CertificateAuthority created = CertificateAuthority.create(directory, "example.org", null, CLOCK);

        assertThatThrownBy(() -> CertificateAuthority.create(directory, "example.org", null, CLOCK))
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("already");
        assertThat(CertificateAuthority.open(directory, null, CLOCK).certificate())
                .isEqualTo(created.certificate());
    }

    @Test
    void anIdentityOfAnotherDomainIsNotIssued() {
        CertificateAuthority authority = CertificateAuthority.create(directory, "example.org", null, CLOCK);

        assertThatThrownBy(() -> authority.issue(Identity.parse("spiffe://example.com/ingest"), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected an identity of example.org");
        assertThatThrownBy(() -> authority.issue(INGEST, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(authority.issued()).isEmpty();
    }

    @Test
    void noCertificateOutlivesTheAuthority() {
        CertificateAuthority authority = CertificateAuthority.create(directory, "example.org", null, CLOCK);

        IssuedIdentity issued = authority.issue(INGEST, Duration.ofDays(100_000));

        assertThat(issued.certificate().getNotAfter())
                .isEqualTo(authority.certificate().getNotAfter());
        Clock later = Clock.fixed(NOW.plus(CertificateAuthority.AUTHORITY_VALIDITY), ZoneOffset.UTC);
        assertThatThrownBy(
                        () -> CertificateAuthority.open(directory, null, later).issue(INGEST, Duration.ofDays(1)))
                .isInstanceOf(AuthorityException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void aRevokedIdentityIsOnTheSignedList() throws GeneralSecurityException {
        CertificateAuthority authority = CertificateAuthority.create(directory, "example.org", null, CLOCK);
        IssuedIdentity first = authority.issue(INGEST, Duration.ofDays(2));
        IssuedIdentity second = authority.issue(INGEST, Duration.ofDays(2));
        IssuedIdentity other = authority.issue(Identity.parse("spiffe://example.org/other"), Duration.ofDays(2));
        assertThat(authority.revocations().getRevokedCertificates()).isNull();

        assertThat(authority.revoke(INGEST)).isEqualTo(2);

        authority.revocations().verify(authority.certificate().getPublicKey());
        assertThat(authority.revocations().isRevoked(first.certificate())).isTrue();
        assertThat(authority.revocations().isRevoked(second.certificate())).isTrue();
        assertThat(authority.revocations().isRevoked(other.certificate())).isFalse();
        assertThat(authority.issued().stream().filter(issued -> issued.isValid(NOW)))
                .hasSize(1);
        assertThat(authority.revoke(INGEST)).as("revoked before").isZero();
    }

    @Test
    void oneCertificateIsRevokedByItsNumber() {
        CertificateAuthority authority = CertificateAuthority.create(directory, "example.org", null, CLOCK);
        IssuedIdentity first = authority.issue(INGEST, Duration.ofDays(2));
        IssuedIdentity second = authority.issue(INGEST, Duration.ofDays(2));

        assertThat(authority.revoke(first.certificate().getSerialNumber())).isTrue();

        assertThat(authority.revocations().isRevoked(first.certificate())).isTrue();
        assertThat(authority.revocations().isRevoked(second.certificate())).isFalse();
        assertThat(authority.revoke(first.certificate().getSerialNumber())).isFalse();
    }

    @Test
    void authoritiesOnOneDirectoryLoseNothing() {
        CertificateAuthority.create(directory, "example.org", null, CLOCK);
        List<CompletableFuture<Void>> runs = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            String name = "node" + i;
            runs.add(CompletableFuture.runAsync(() -> {
                CertificateAuthority authority = CertificateAuthority.open(directory, null, CLOCK);
                IntStream.range(0, 10)
                        .forEach(n ->
                                authority.issue(new Identity("example.org", "/" + name + "/" + n), Duration.ofDays(1)));
                authority.revoke(new Identity("example.org", "/" + name + "/0"));
            }));
        }
        runs.forEach(CompletableFuture::join);

        CertificateAuthority authority = CertificateAuthority.open(directory, null, CLOCK);
        assertThat(authority.issued()).hasSize(40).doesNotHaveDuplicates();
        assertThat(authority.revocations().getRevokedCertificates()).hasSize(4);
    }
}
