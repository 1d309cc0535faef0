package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.NodeEvent;
import chaski.api.security.Credentials;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A participant with an identity of its own sends the HELLO of another node, byte for byte, and is not taken for that node. */
class ReplayedHelloTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEADER_BYTES = 4;
    private static final int BODY_LENGTH = 0xFF_FFFF;
    private static final String OBJECTION = "is not that of spiffe://example.org/thief";

    @TempDir
    Path directory;

    private final TcpTransport transport = new TcpTransport();
    private CertificateAuthority authority;
    private LinkSecurity thief;

    @BeforeEach
    void issue() {
        authority = CertificateAuthority.create(directory, "example.org", null);
        thief = TlsLab.security(identity("thief"), authority);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private IssuedIdentity identity(String name) {
        return authority.issue(new Identity("example.org", "/" + name), Duration.ofDays(1));
    }

    private NodeOverTcp node(String name, Optional<Endpoint> dialled) {
        IssuedIdentity issued = identity(name);
        try {
            Credentials credentials = Credentials.of(
                    issued.key(), List.of(issued.certificate()), List.of(authority.certificate()), List.of());
            return new NodeOverTcp(name, Optional.empty(), builder -> {
                builder.security(SecurityConfig.identity(new SettableCredentials(credentials))
                        .authorizer(request -> Decision.allow("test")));
                dialled.ifPresentOrElse(
                        remote -> builder.join(remote.toString()), () -> builder.listen("tcp://127.0.0.1:0"));
            });
        } catch (CertificateException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Listener listen(CompletableFuture<RecordingLinkHandler> accepted) {
        return transport.listen(
                TcpListenerFixture.ANY_PORT,
                ListenOptions.DEFAULT.security(() -> thief),
                link -> accepted.complete(RecordingLinkHandler.started(link)));
    }

    /** The HELLO of a node that has dialled the thief, and that has ended since. */
    private byte[] stolenHello() {
        CompletableFuture<RecordingLinkHandler> dialled = new CompletableFuture<>();
        Listener listener = listen(dialled);
        NodeOverTcp victim = node("victim", Optional.of(listener.bound()));
        try {
            return hello(
                    dialled.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        } finally {
            victim.close();
            listener.close();
        }
    }

    /** Waits for the first frame. Its header has the type and the length of the body. */
    private static byte[] hello(RecordingLinkHandler receiver) {
        await().atMost(PATIENCE).until(() -> receiver.receivedBytes() > HEADER_BYTES);
        int bytes = HEADER_BYTES + (ByteBuffer.wrap(receiver.bytes()).getInt() & BODY_LENGTH);
        await().atMost(PATIENCE).until(() -> receiver.receivedBytes() >= bytes);
        return Arrays.copyOf(receiver.bytes(), bytes);
    }

    private static void assertRefused(NodeOverTcp node, RecordingLinkHandler thief) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(node.refusals()).anyMatch(text -> text.contains(OBJECTION));
            assertThat(thief.text()).as("sent to the thief").contains(OBJECTION);
        });
        thief.awaitEnd();
        assertThat(node.node().peers()).isEmpty();
        assertThat(node.raised(NodeEvent.PeerUp.class)).isEmpty();
        assertThat(node.counted("refused.identity")).isEqualTo(1);
    }

    @Test
    void aDiallerWithTheHelloOfAnotherNodeIsRefused() {
        byte[] stolen = stolenHello();
        try (NodeOverTcp node = node("sound", Optional.empty())) {
            Link link = transport
                    .connect(node.endpoint(), ConnectOptions.DEFAULT.security(thief))
                    .toCompletableFuture()
                    .join();
            RecordingLinkHandler sender = RecordingLinkHandler.started(link);
            sender.send(stolen);

            assertRefused(node, sender);
        }
    }

    @Test
    void anAnswerWithTheHelloOfAnotherNodeIsRefused() {
        byte[] stolen = stolenHello();
        CompletableFuture<RecordingLinkHandler> dialled = new CompletableFuture<>();
        Listener listener = listen(dialled);
        try (NodeOverTcp node = node("sound", Optional.of(listener.bound()))) {
            RecordingLinkHandler answerer =
                    dialled.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            hello(answerer);
            answerer.send(stolen);

            assertRefused(node, answerer);
        }
    }

    /** The bytes that a node has sent itself prove nothing, either. */
    @Test
    void anAnswerWithTheHelloOfTheDiallerIsRefused() {
        CompletableFuture<RecordingLinkHandler> dialled = new CompletableFuture<>();
        Listener listener = listen(dialled);
        try (NodeOverTcp node = node("sound", Optional.of(listener.bound()))) {
            RecordingLinkHandler answerer =
                    dialled.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            answerer.send(hello(answerer));

            assertRefused(node, answerer);
        }
    }
}
