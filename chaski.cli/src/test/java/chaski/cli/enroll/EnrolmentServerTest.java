package chaski.cli.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.security.Credentials;
import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.CertificationRequest;
import chaski.ca.EnrolmentToken;
import chaski.ca.IssuedIdentity;
import chaski.ca.RegistrationAuthority;
import chaski.security.LinkSecurityFactory;
import chaski.security.PeerVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server under clients that do not behave: everything they can send, hold or repeat is bounded. */
class EnrolmentServerTest {

    private static final Identity NODE = Identity.parse("spiffe://example.org/node");
    private static final Duration TTL = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private final List<String> reports = new CopyOnWriteArrayList<>();
    private CertificateAuthority authority;
    private RegistrationAuthority registration;
    private EnrolmentServer server;

    @BeforeEach
    void start() throws IOException {
        authority = CertificateAuthority.create(directory, "example.org", null);
        registration = new RegistrationAuthority(authority);
        server = EnrolmentServer.start(
                registration, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), reports::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String address() {
        return "127.0.0.1:" + server.address().getPort();
    }

    private EnrolmentToken token() {
        return registration.token(NODE, TTL, Duration.ofDays(1));
    }

    private Socket connect() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        ServerPin pin = new ServerPin(authority.certificate()::equals, "");
        context.init(new KeyManager[0], new TrustManager[] {pin}, null);
        return context.getSocketFactory()
                .createSocket("127.0.0.1", server.address().getPort());
    }

    private String answer(String request) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void reported(String part) {
        await().atMost(Duration.ofSeconds(60)).until(() -> reports.stream().anyMatch(line -> line.contains(part)));
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /v1/revoked.crl HTTP/1.1|Host: x||', 200",
        "'GET /v1/ca.pem HTTP/1.1||', 200",
        "'GET /v1/enroll HTTP/1.1||', 404",
        "'GET / HTTP/1.1||', 404",
        "'hello||', 400",
        "'GET  /v1/ca.pem HTTP/1.1||', 400",
        "'GET /v1/ca.pem SPDY/1||', 400",
        "'POST /v1/enroll HTTP/1.1|Content-Length: 0||', 400",
        "'POST /v1/enroll HTTP/1.1|Content-Length: -1||', 400",
        "'POST /v1/enroll HTTP/1.1|Content-Length: 1|Content-Length: 1||', 411",
        "'POST /v1/enroll HTTP/1.1|Transfer-Encoding: chunked||', 411",
        "'POST /v1/enroll HTTP/1.1|Content-Length: 16385||', 413",
        "'POST /v1/enroll HTTP/1.1|Content-Length: 3||x y', 400",
        "'POST /v1/renew HTTP/1.1|Content-Length: 3||x y', 401"
    })
    void everyRequestReceivesAnAnswer(String request, int status) throws Exception {
        assertThat(answer(request.replace("|", "\r\n"))).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void aHeadWithoutEndIsRefused() throws Exception {
        assertThat(answer("GET / HTTP/1.1\r\n" + "x".repeat(9_000))).startsWith("HTTP/1.1 431 ");
        reported("expected at most 8192 bytes before the body");
    }

    @Test
    void wrongTokensAreLimitedAndTheRightOneWaitsWithThem() throws Exception {
        EnrolmentToken right = token();
        CertificationRequest request = CertificationRequest.create(Optional.empty());
        String pem = request.pem();
        String wrong = "POST /v1/enroll HTTP/1.1\r\nContent-Length: " + (40 + pem.length()) + "\r\n\r\n" + right.id()
                + " " + "A".repeat(22) + "\n" + pem;
        for (int i = 0; i < EnrolmentService.WRONG_TOKENS_PER_MINUTE; i++) {
            assertThat(answer(wrong)).startsWith("HTTP/1.1 403 ").contains("TOKEN_UNKNOWN");
        }

        assertThat(answer(wrong)).startsWith("HTTP/1.1 429 ").contains("Retry-After: ");
        assertThatThrownBy(() -> new EnrolmentClient(address()).enroll(right, Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too many wrong tokens from your address; try again in");
        reported("too many wrong tokens");
        assertThat(authority.issued()).isEmpty();
    }

    @Test
    void connectionsAreLimited() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < EnrolmentServer.MOST_CONNECTIONS; i++) {
                silent.add(new Socket("127.0.0.1", server.address().getPort()));
            }
            try (Socket further = new Socket("127.0.0.1", server.address().getPort())) {
                assertThat(further.getInputStream().read()).isEqualTo(-1);
            }
            reported("more than " + EnrolmentServer.MOST_CONNECTIONS + " connections");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        // Those that ended make room.
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> answer("GET /v1/ca.pem HTTP/1.1\r\n\r\n")
                .startsWith("HTTP/1.1 200 "));
    }

    @Test
    void aClientThatIsSilentIsCutOff() throws Exception {
        try (Socket silent = new Socket("127.0.0.1", server.address().getPort());
                Socket slow = connect()) {
            slow.getOutputStream().write("POST /v1/enroll HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            reported("no complete request within " + EnrolmentServer.LONGEST_MS + " ms");
            try {
                assertThat(slow.getInputStream().read()).isEqualTo(-1);
            } catch (IOException cut) {
                // the connection ended without the farewell of TLS
            }
        }
    }

    @Test
    void closingEndsEverythingThatIsOpen() throws Exception {
        try (Socket silent = new Socket("127.0.0.1", server.address().getPort())) {
            server.close();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        } catch (IOException reset) {
            // not accepted yet when the server closed
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("chaski-enrolment-")
                        && !thread.getName().contains("client")));
    }

    @Test
    void whatIsNoTlsIsReported() throws Exception {
        try (Socket plain = new Socket("127.0.0.1", server.address().getPort())) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // the server may close with bytes unread
        }
        reported("the handshake of TLS failed");
    }

    @Test
    void renewalsOfAnIdentityAreLimited() throws Exception {
        IssuedIdentity issued = authority.issue(NODE, Duration.ofDays(1));
        EnrolmentService service = new EnrolmentService(registration, InstantSource.system(), reports::add);
        String pem = CertificationRequest.create(Optional.empty()).pem();
        HttpRequest request = new HttpRequest("POST", EnrolmentService.RENEW, pem);
        for (int i = 0; i < EnrolmentService.RENEWALS_PER_HOUR; i++) {
            assertThat(service.answer(request, "a", Optional.of(issued.certificate()))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(service.answer(request, "a", Optional.of(issued.certificate()))
                        .status())
                .isEqualTo(429);
        reported("too many renewals of " + NODE);
    }

    /** A node has a certificate of the same authority, for servers, too. It must not collect the tokens of others. */
    @Test
    void aNodeCannotActAsTheServer() throws Exception {
        IssuedIdentity node = authority.issue(NODE, Duration.ofDays(1));
        Credentials credentials = Credentials.of(
                node.key(), List.of(node.certificate(), node.authority()), List.of(node.authority()), List.of());
        PeerVerifier unused = new PeerVerifier(credentials, InstantSource.system(), false);
        KeyManager keys = LinkSecurityFactory.create(credentials, () -> unused).keys();
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {keys}, null, null);
        try (ServerSocket impostor =
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread thread = new Thread(() -> {
                try (Socket accepted = ((SSLServerSocket) impostor).accept();
                        InputStream in = accepted.getInputStream()) {
                    reports.add("received " + in.readAllBytes().length);
                } catch (IOException refused) {
                    reports.add("received nothing");
                }
            });
            thread.start();
            EnrolmentClient client = new EnrolmentClient("127.0.0.1:" + impostor.getLocalPort());

            assertThatThrownBy(() -> client.enroll(token(), Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a participant answers there, not the server of the authority");
            thread.join(60_000);
            assertThat(reports).containsExactly("received nothing");
        }
    }
}
