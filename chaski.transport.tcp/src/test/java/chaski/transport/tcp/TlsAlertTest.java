package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.security.Identity;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.ca.CertificateAuthority;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A refused peer receives the alert that names the reason, whatever it sends meanwhile; a peer that ignores it cannot delay the end. */
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class TlsAlertTest {

    @Parameter
    TcpSocketKind kind;

    @TempDir
    Path directory;

    private final BlockingQueue<RecordingLinkHandler> accepted = new LinkedBlockingQueue<>();
    private TcpTransport transport;
    private TlsLab lab;
    private Listener listener;

    @BeforeEach
    void listen() {
        lab = new TlsLab(directory.resolve("ca"));
        transport = kind.transport();
        listen(transport);
    }

    private void listen(TcpTransport listening) {
        LinkSecurity server = lab.security("server");
        listener = listening.listen(
                TcpListenerFixture.ANY_PORT,
                ListenOptions.DEFAULT.security(() -> server),
                link -> accepted.add(RecordingLinkHandler.started(link)));
    }

    @AfterEach
    void close() {
        transport.close();
    }

    /** The credentials of a client that trusts the server, which does not trust it. */
    private LinkSecurity stranger() {
        CertificateAuthority other = CertificateAuthority.create(directory.resolve("other"), "example.org", null);
        return TlsLab.security(
                other.issue(new Identity("example.org", "/client"), Duration.ofDays(1)),
                List.of(lab.authority.certificate()),
                List.of());
    }

    @Test
    void aRefusedClientThatSendsMuchLearnsTheReason() throws Exception {
        LinkSecurity stranger = stranger();
        for (int round = 0; round < 20; round++) {
            Link link = transport
                    .connect(listener.bound(), ConnectOptions.DEFAULT.security(stranger))
                    .toCompletableFuture()
                    .join();
            RecordingLinkHandler sender = RecordingLinkHandler.started(link);
            sender.send(new byte[FailedHandshake.MOST_BYTES / 2]);

            assertThat(sender.awaitEnd()).as("round " + round).get().satisfies(cause -> assertThat(cause)
                    .hasMessageContaining("refuses this node's certificate"));
            RecordingLinkHandler receiver = accepted.poll(30, TimeUnit.SECONDS);
            assertThat(receiver).isNotNull();
            assertThat(receiver.awaitEnd()).get().satisfies(cause -> assertThat(cause)
                    .hasMessageContaining("UNKNOWN_AUTHORITY"));
            assertThat(receiver.receivedBytes()).isZero();
        }
    }

    @Test
    void aRefusedPeerThatNeverEndsCannotKeepTheLinkOpen() throws Exception {
        transport.close();
        transport = kind.lingering(100);
        listen(transport);
        LinkSecurity stranger = stranger();
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {stranger.keys()}, new TrustManager[] {stranger.peers()}, new SecureRandom());
        try (SSLSocket peer = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", listener.bound().port())) {
            SSLParameters parameters = peer.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"chaski"});
            peer.setSSLParameters(parameters);
            peer.startHandshake();
            RecordingLinkHandler receiver = accepted.poll(30, TimeUnit.SECONDS);
            assertThat(receiver).isNotNull();
            assertThat(receiver.awaitEnd()).isPresent();
            assertThat(receiver.receivedBytes()).isZero();
        }
    }
}
