package chaski.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityDirectoryTest {

    private static final Identity INGEST = Identity.parse("spiffe://example.org/ingest");

    @TempDir
    Path directory;

    private final List<Credentials> changes = new ArrayList<>();
    private final List<IdentityDirectory> opened = new ArrayList<>();
    private CertificateAuthority authority;
    private Path files;

    @BeforeEach
    void issue() {
        authority = CertificateAuthority.create(directory.resolve("ca"), "example.org", null);
        files = directory.resolve("ingest");
        authority.issue(INGEST, Duration.ofDays(1)).writeTo(files);
    }

    @AfterEach
    void close() {
        opened.forEach(IdentityDirectory::close);
    }

    private IdentityDirectory open() {
        IdentityDirectory provider =
                IdentityDirectory.open(files, InstantSource.system(), Executors.newSingleThreadScheduledExecutor());
        provider.onChange(changes::add);
        opened.add(provider);
        return provider;
    }

    @Test
    void theFilesAreTheCredentials() {
        Credentials credentials = open().current();

        assertThat(credentials.identity()).isEqualTo(INGEST);
        assertThat(credentials.trust()).containsExactly(authority.certificate());
        assertThat(credentials.revocations()).containsExactly(authority.revocations());
        assertThat(credentials.toString())
                .contains("spiffe://example.org/ingest")
                .doesNotContain("PRIVATE");
    }

    @Test
    void aNewCertificateIsNoticed() {
        IdentityDirectory provider = open();
        provider.poll();
        assertThat(changes).isEmpty();

        IssuedIdentity renewed = authority.issue(INGEST, Duration.ofDays(2));
        renewed.writeTo(files);
        provider.poll();
        provider.poll();

        assertThat(provider.current().certificate()).isEqualTo(renewed.certificate());
        assertThat(changes).containsExactly(provider.current());
    }

    @Test
    void aRevocationIsNoticed() throws IOException {
        IdentityDirectory provider = open();
        authority.issue(Identity.parse("spiffe://example.org/other"), Duration.ofDays(1));
        authority.revoke(Identity.parse("spiffe://example.org/other"));

        Files.copy(directory.resolve("ca").resolve("revoked.crl"), files.resolve("new.crl"));
        Files.move(
                files.resolve("new.crl"),
                files.resolve("revoked.crl"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        provider.poll();

        assertThat(changes).hasSize(1);
        assertThat(provider.current().revocations()).containsExactly(authority.revocations());
    }

    @Test
    void whatCannotBeUsedChangesNothing() throws IOException {
        IdentityDirectory provider = open();
        List<String> refusals = new ArrayList<>();
        provider.onRefused(refusals::add);
        Credentials before = provider.current();
        IssuedIdentity renewed = authority.issue(INGEST, Duration.ofDays(2));
        Path other = directory.resolve("renewed");
        renewed.writeTo(other);

        Files.delete(files.resolve("key.pem"));
        provider.poll();
        Files.copy(other.resolve("key.pem"), files.resolve("key.pem"));
        provider.poll();
        Files.writeString(files.resolve("cert.pem"), "nonsense");
        provider.poll();
        provider.poll();
        provider.poll();
        assertThat(provider.current()).isSameAs(before);
        assertThat(changes).isEmpty();
        assertThat(refusals)
                .as("once, and not while files are being replaced")
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains(files.toString(), "cert.pem"));

        renewed.writeTo(files);
        provider.poll();
        assertThat(provider.current().certificate()).isEqualTo(renewed.certificate());
        assertThat(changes).hasSize(1);
    }

    @Test
    void oneThatIsNotValidYetIsUsedWhenItIs() {
        IssuedIdentity later = authority.issue(INGEST, Duration.ofDays(1));
        later.writeTo(files);
        Instant begin = later.certificate().getNotBefore().toInstant();
        Instant[] now = {begin.minusSeconds(1)};
        assertThatThrownBy(
                        () -> IdentityDirectory.open(files, () -> now[0], Executors.newSingleThreadScheduledExecutor()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("NOT_YET_VALID");
    }

    @Test
    void aFailingListenerDoesNotEndTheWatch() {
        IdentityDirectory provider = open();
        provider.onChange(credentials -> {
            changes.add(credentials);
            throw new IllegalStateException("on purpose");
        });

        authority.issue(INGEST, Duration.ofDays(2)).writeTo(files);
        provider.poll();
        authority.issue(INGEST, Duration.ofDays(3)).writeTo(files);
        provider.poll();

        assertThat(changes).hasSize(2);
    }

    @Test
    void changesAreNoticedWithoutBeingAsked() throws InterruptedException {
        BlockingQueue<Credentials> noticed = new LinkedBlockingQueue<>();
        IdentityDirectory provider = IdentityDirectory.open(files);
        opened.add(provider);
        provider.onChange(noticed::add);

        IssuedIdentity renewed = authority.issue(INGEST, Duration.ofDays(2));
        renewed.writeTo(files);

        Credentials change = noticed.poll(20, TimeUnit.SECONDS);
        assertThat(change).isNotNull();
        assertThat(change.certificate()).isEqualTo(renewed.certificate());
    }

    @Test
    void whatIsWrongWithTheFilesIsNamed() throws IOException {
        unusable("cert.pem", "nonsense", "cert.pem");
        unusable("key.pem", "nonsense", "expected a private key in ");
        unusable(
                "key.pem",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
                "openssl pkcs8 -topk8");
        unusable("key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "expected a key of");
        unusable("trust.pem", "", "expected certificates in ");
        unusable(
                "revoked.crl",
                "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
                "expected lists of revocations in ");
        Path other = directory.resolve("other");
        authority.issue(INGEST, Duration.ofDays(1)).writeTo(other);
        unusable("key.pem", Files.readString(other.resolve("key.pem")), "is not the key of the certificate");
        Path stranger = directory.resolve("stranger");
        CertificateAuthority strange = CertificateAuthority.create(directory.resolve("ca2"), "example.org", null);
        strange.issue(INGEST, Duration.ofDays(1)).writeTo(stranger);
        unusable("trust.pem", Files.readString(stranger.resolve("trust.pem")), "revoked.crl contains a list of");
        unusable("revoked.crl", Files.readString(stranger.resolve("revoked.crl")), "revoked.crl contains a list of");
        Files.delete(files.resolve("trust.pem"));
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("file not found")
                .hasMessageContaining("trust.pem");
    }

    private void unusable(String file, String content, String message) throws IOException {
        String before = Files.readString(files.resolve(file));
        Files.writeString(files.resolve(file), content);
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(files.toString())
                .hasMessageContaining(message);
        Files.writeString(files.resolve(file), before);
    }
}
