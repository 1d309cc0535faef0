package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import chaski.security.LinkSecurityFactory;
import chaski.security.PeerVerifier;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every certificate that does not prove an identity is refused in both directions, and both sides report why. */
class TlsRefusalTest {

    private static final String REFUSES = "the other node refuses this node's certificate";

    /** What is wrong, what the end that refuses reports, and what the refused end reports. */
    enum Case {
        EXPIRED("EXPIRED", ": it expired at ", odd -> odd.valid(-120, -60)),
        NOT_YET_VALID("NOT_YET_VALID", ": it is not valid before ", odd -> odd.valid(60, 120)),
        UNKNOWN_AUTHORITY("UNKNOWN_AUTHORITY", REFUSES, odd -> odd),
        REVOKED("REVOKED", REFUSES, odd -> odd),
        WRONG_USAGE("USAGE", REFUSES, odd -> odd.purpose(KeyPurposeId.id_kp_codeSigning)),
        SELF_SIGNED("SELF_SIGNED", REFUSES, OddIdentity::selfSigned),
        TWO_NAMES("IDENTITY", REFUSES, odd -> odd.uris("spiffe://example.org/a", "spiffe://example.org/b")),
        NO_NAME("IDENTITY", REFUSES, OddIdentity::uris),
        WEAK("WEAK", REFUSES, OddIdentity::weak);

        final String refusing;
        final String refused;
        final UnaryOperator<OddIdentity> change;

        Case(String refusing, String refused, UnaryOperator<OddIdentity> change) {
            this.refusing = refusing;
            this.refused = refused;
            this.change = change;
        }
    }

    @TempDir
    Path directory;

    private final TcpTransport transport = new TcpTransport();
    private final BlockingQueue<RecordingLinkHandler> accepted = new LinkedBlockingQueue<>();
    private final KeyPair rootKey = OddIdentity.key("EC", "secp256r1");
    private final X509Certificate root = OddIdentity.root(rootKey);

    @AfterEach
    void close() {
        transport.close();
    }

    /** A sound participant that trusts its own authority and, unless that is unknown, the one of the odd identity. */
    private LinkSecurity sound(CertificateAuthority authority, Case which, X509Certificate odd) throws Exception {
        IssuedIdentity issued = authority.issue(new Identity("example.org", "/sound"), Duration.ofDays(1));
        List<X509CRL> lists = which == Case.REVOKED ? List.of(OddIdentity.revoking(rootKey, odd)) : List.of();
        List<X509Certificate> trust = which == Case.UNKNOWN_AUTHORITY
                ? List.of(authority.certificate())
                : List.of(authority.certificate(), root);
        Credentials credentials = Credentials.of(issued.key(), List.of(issued.certificate()), trust, lists);
        PeerVerifier verifier = new PeerVerifier(credentials, InstantSource.system(), false);
        return LinkSecurityFactory.create(credentials, () -> verifier);
    }

    private Listener listen(LinkSecurity security) {
        return transport.listen(
                TcpListenerFixture.ANY_PORT,
                ListenOptions.DEFAULT.security(() -> security),
                link -> accepted.add(RecordingLinkHandler.started(link)));
    }

    private Throwable endOfAccepted() throws InterruptedException {
        RecordingLinkHandler receiver = accepted.poll(30, TimeUnit.SECONDS);
        assertThat(receiver).isNotNull();
        Throwable cause = receiver.awaitEnd().orElse(null);
        assertThat(receiver.receivedBytes()).isZero();
        return cause;
    }

    @ParameterizedTest
    @EnumSource
    void aClientIsRefusedAndBothSidesReportWhy(Case which) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(directory, "example.org", null);
        OddIdentity odd = which.change.apply(new OddIdentity(rootKey));
        X509Certificate certificate = odd.certificate();
        Listener listener = listen(sound(authority, which, certificate));

        Link link = transport
                .connect(listener.bound(), ConnectOptions.DEFAULT.security(odd.security(certificate, authority)))
                .toCompletableFuture()
                .join();
        RecordingLinkHandler client = RecordingLinkHandler.started(link);
        client.send(new byte[300_000]);

        assertThat(client.awaitEnd()).get().satisfies(cause -> assertThat(cause)
                .hasMessageContaining(REFUSES)
                .hasMessageContaining(which.refused));
        assertThat(endOfAccepted())
                .hasMessageContaining("the certificate of the other node is refused, " + which.refusing + ": ");
    }

    @ParameterizedTest
    @EnumSource
    void aServerIsRefusedAndBothSidesReportWhy(Case which) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(directory, "example.org", null);
        OddIdentity odd = which.change.apply(new OddIdentity(rootKey));
        X509Certificate certificate = odd.certificate();
        Listener listener = listen(odd.security(certificate, authority));
        LinkSecurity client = sound(authority, which, certificate);

        Throwable failure = catchThrowable(() -> transport
                .connect(listener.bound(), ConnectOptions.DEFAULT.security(client))
                .toCompletableFuture()
                .join());

        assertThat(failure)
                .cause()
                .hasMessageContaining("the certificate of the other node is refused, " + which.refusing + ": ");
        assertThat(endOfAccepted()).hasMessageContaining(REFUSES).hasMessageContaining(which.refused);
    }

    @Test
    void aPlainClientOfAServerWithTlsIsRefusedAndBothSidesReportWhy() throws Exception {
        Listener listener = listen(new TlsLab(directory).security("server"));

        Link link = transport
                .connect(listener.bound(), ConnectOptions.DEFAULT)
                .toCompletableFuture()
                .join();
        RecordingLinkHandler client = RecordingLinkHandler.started(link);
        client.send(new byte[300_000]);

        assertThat(client.awaitEnd()).get().satisfies(cause -> assertThat(cause)
                .hasMessageContaining("the other side requires TLS; this node needs an identity"));
        assertThat(client.receivedBytes()).isZero();
        assertThat(endOfAccepted()).hasMessageContaining("the other side does not use TLS");
    }

    @Test
    void aClientWithTlsOfAPlainServerIsRefusedAndBothSidesReportWhy() throws Exception {
        Listener listener =
                transport.listen(TcpListenerFixture.ANY_PORT, link -> accepted.add(RecordingLinkHandler.started(link)));
        LinkSecurity client = new TlsLab(directory).security("client");

        Throwable failure = catchThrowable(() -> transport
                .connect(listener.bound(), ConnectOptions.DEFAULT.security(client))
                .toCompletableFuture()
                .join());

        assertThat(failure).cause().hasMessageContaining("the other node may not use TLS");
        assertThat(endOfAccepted()).hasMessageContaining("the other side uses TLS, and this node does not");
    }

    @Test
    void bytesThatOnlyResembleTlsArrive() throws Exception {
        Listener listener =
                transport.listen(TcpListenerFixture.ANY_PORT, link -> accepted.add(RecordingLinkHandler.started(link)));
        for (byte[] bytes : List.of(
                new byte[] {21, 3, 3, 0, 2, 2, 10, 0}, new byte[] {22, 3, 3, 0, 0}, new byte[] {22, 3}, new byte[7])) {
            Link link = transport
                    .connect(listener.bound(), ConnectOptions.DEFAULT)
                    .toCompletableFuture()
                    .join();
            RecordingLinkHandler.started(link).send(bytes);
            RecordingLinkHandler receiver = accepted.poll(30, TimeUnit.SECONDS);
            receiver.awaitBytes(bytes.length);
            assertThat(receiver.bytes()).isEqualTo(bytes);
        }
    }
}
