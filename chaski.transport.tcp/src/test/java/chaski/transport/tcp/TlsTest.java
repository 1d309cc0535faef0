package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chaski.api.TransportException;
import chaski.api.security.Identity;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted links are opened between those that trust each other, and no others. */
class TlsTest {

    private static final String TEXT = "attack at dawn";

    @TempDir
    Path directory;

    private final TcpTransport transport = new TcpTransport();
    private final BlockingQueue<RecordingLinkHandler> accepted = new LinkedBlockingQueue<>();
    private final AtomicReference<LinkSecurity> serverSecurity = new AtomicReference<>();
    private TlsLab lab;
    private Listener listener;

    @BeforeEach
    void listen() {
        lab = new TlsLab(directory.resolve("ca"));
        serverSecurity.set(lab.security("server"));
        listener = transport.listen(
                TcpListenerFixture.ANY_PORT,
                ListenOptions.DEFAULT.security(serverSecurity::get),
                link -> accepted.add(RecordingLinkHandler.started(link)));
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private Link dial(ConnectOptions options) {
        return transport
                .connect(listener.bound(), options)
                .toCompletableFuture()
                .join();
    }

    private Link dial(LinkSecurity security) {
        return dial(ConnectOptions.DEFAULT.security(security));
    }

    private RecordingLinkHandler accepted() throws InterruptedException {
        RecordingLinkHandler handler = accepted.poll(30, TimeUnit.SECONDS);
        assertThat(handler).as("an accepted link").isNotNull();
        return handler;
    }

    /** Sends a text through a new link and waits for its arrival or the end of the link. */
    private String received(LinkSecurity client) throws Exception {
        RecordingLinkHandler sender = RecordingLinkHandler.started(dial(client));
        RecordingLinkHandler receiver = accepted();
        sender.send(TEXT);
        sender.link().closeAfterWrites();
        receiver.end.get(30, TimeUnit.SECONDS);
        return receiver.text();
    }

    @Test
    void bothEndsKnowTheOther() throws Exception {
        LinkSecurity client = lab.security("client");
        Link opened = dial(client);
        RecordingLinkHandler sender = RecordingLinkHandler.started(opened);
        RecordingLinkHandler receiver = accepted();
        sender.send(TEXT);
        receiver.awaitText(TEXT);

        assertThat(Identity.of(opened.peerCertificates().get(0))).hasToString("spiffe://example.org/server");
        assertThat(Identity.of(receiver.link().peerCertificates().get(0))).hasToString("spiffe://example.org/client");
        assertThat(opened.security()).containsSame(client);
        assertThat(receiver.link().security()).containsSame(serverSecurity.get());
    }

    @Test
    void aLinkThatIsNotEncryptedNamesNobody() {
        Listener plain = transport.listen(TcpListenerFixture.ANY_PORT, link -> {});

        Link link = transport
                .connect(plain.bound(), ConnectOptions.DEFAULT)
                .toCompletableFuture()
                .join();

        assertThat(link.peerCertificates()).isEmpty();
        assertThat(link.security()).isEmpty();
    }

    @Test
    void noByteOfAClientThatIsNotTrustedIsRead() throws Exception {
        CertificateAuthority other = CertificateAuthority.create(directory.resolve("other"), "example.org", null);
        IssuedIdentity stranger = other.issue(new Identity("example.org", "/client"), Duration.ofDays(1));

        refuses(TlsLab.security(stranger, List.of(lab.authority.certificate()), List.of()), "UNKNOWN_AUTHORITY");
        IssuedIdentity revoked = lab.issue("revoked");
        lab.authority.revoke(revoked.identity());
        serverSecurity.set(lab.security("server"));
        refuses(TlsLab.security(revoked, List.of(lab.authority.certificate()), List.of()), "REVOKED");
    }

    private void refuses(LinkSecurity client, String reason) throws Exception {
        RecordingLinkHandler sender = RecordingLinkHandler.started(dial(client));
        sender.send(TEXT);
        RecordingLinkHandler receiver = accepted();
        assertThat(receiver.end.get(30, TimeUnit.SECONDS)).get().satisfies(failure -> assertThat(failure)
                .hasMessageContaining(reason));
        assertThat(receiver.text()).isEmpty();
        // In TLS 1.3 the client is done before the server has judged it: it learns of the refusal when the link ends.
        assertThat(sender.end.get(30, TimeUnit.SECONDS)).get().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("refuses this node's certificate"));
    }

    @Test
    void aServerThatIsNotTrustedIsRefused() {
        CertificateAuthority other = CertificateAuthority.create(directory.resolve("other"), "example.org", null);
        IssuedIdentity stranger = other.issue(new Identity("example.org", "/server"), Duration.ofDays(1));
        serverSecurity.set(TlsLab.security(stranger, List.of(lab.authority.certificate()), List.of()));

        Throwable failure = catchThrowable(() -> dial(lab.security("client")));

        assertThat(failure)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(listener.bound().toString())
                .hasMessageContaining("UNKNOWN_AUTHORITY");
    }

    @Test
    void noByteOfAPlainClientIsRead() throws Exception {
        try (Socket plain = new Socket("127.0.0.1", listener.bound().port())) {
            plain.getOutputStream().write(TEXT.getBytes(StandardCharsets.US_ASCII));
            RecordingLinkHandler receiver = accepted();

            assertThat(receiver.end.get(30, TimeUnit.SECONDS)).get().satisfies(failure -> assertThat(failure)
                    .hasMessageContaining("does not use TLS"));
            assertThat(receiver.text()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsIsRefused() {
        Listener plain = transport.listen(TcpListenerFixture.ANY_PORT, link -> RecordingLinkHandler.started(link)
                .send("welcome, whoever you are"));

        Throwable failure = catchThrowable(() -> transport
                .connect(plain.bound(), ConnectOptions.DEFAULT.security(lab.security("client")))
                .toCompletableFuture()
                .join());

        assertThat(failure).cause().hasMessageContaining("does not use TLS");
    }

    @Test
    void aSilentServerIsGivenUpWithinTheTimeout() {
        Listener silent = transport.listen(TcpListenerFixture.ANY_PORT, link -> {});

        Throwable failure = catchThrowable(() -> transport
                .connect(
                        silent.bound(),
                        ConnectOptions.DEFAULT.timeout(Duration.ofMillis(200)).security(lab.security("client")))
                .toCompletableFuture()
                .join());

        assertThat(failure).cause().isInstanceOf(TransportException.class).hasMessageContaining("within 200 ms");
    }

    @Test
    void anAcceptedLinkHasTheNewestCredentials() throws Exception {
        assertThat(received(lab.security("client"))).isEqualTo(TEXT);
        serverSecurity.set(lab.security("renewed"));

        Link link = dial(lab.security("client"));

        assertThat(Identity.of(link.peerCertificates().get(0))).hasToString("spiffe://example.org/renewed");
    }

    @Test
    void aTlsSessionIsNeverResumed() throws Exception {
        IssuedIdentity identity = lab.issue("client");
        LinkSecurity security = TlsLab.security(identity, lab.authority);
        ChangingTrust trust = new ChangingTrust(serverSecurity.get().peers());
        serverSecurity.set(new LinkSecurity(serverSecurity.get().keys(), trust));
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {security.keys()}, new TrustManager[] {security.peers()}, new SecureRandom());
        assertThat(receivedFrom(context)).isEqualTo(TEXT);

        lab.authority.revoke(identity.identity());
        trust.now = lab.security("server").peers();

        assertThat(receivedFrom(context))
                .as("of a client that offers its session")
                .isEmpty();
    }

    private String receivedFrom(SSLContext client) throws Exception {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket("127.0.0.1", listener.bound().port())) {
            javax.net.ssl.SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"chaski"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write(TEXT.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            RecordingLinkHandler receiver = accepted();
            receiver.end.get(30, TimeUnit.SECONDS);
            readTicket(socket);
            return receiver.text();
        }
    }

    /** If the server has sent a ticket, the client reads it here, and offers the session the next time. */
    private static void readTicket(SSLSocket socket) {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException refused) {
            assertThat(refused).hasMessageContaining("certificate");
        }
    }

    @Test
    void manyBytesArriveUnchanged() throws Exception {
        byte[] bytes = new byte[5_000_000];
        new SecureRandom().nextBytes(bytes);
        RecordingLinkHandler sender = RecordingLinkHandler.started(dial(lab.security("client")));
        RecordingLinkHandler receiver = accepted();

        sender.send(bytes);
        sender.link().requestWrite();
        receiver.awaitBytes(bytes.length);

        assertThat(receiver.bytes()).isEqualTo(bytes);
    }
}
