package chaski.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.security.Identity;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links are opened between those that trust each other, and no others. */
class QuicSecurityTest {

    private static final Endpoint ANY_PORT = Endpoint.parse("quic://127.0.0.1:0");
    private static final String TEXT = "attack at dawn";

    @TempDir
    Path directory;

    private final QuicTransport transport = new QuicTransport();
    private final BlockingQueue<QuicRecorder> accepted = new LinkedBlockingQueue<>();
    private final AtomicReference<LinkSecurity> serverSecurity = new AtomicReference<>();
    private final Forgery root = Forgery.root();
    private QuicLab lab;
    private Listener listener;

    @BeforeEach
    void listen() {
        lab = new QuicLab(directory.resolve("ca"));
        serverSecurity.set(trusting("server"));
        listener = transport.listen(
                ANY_PORT,
                ListenOptions.DEFAULT.security(serverSecurity::get),
                link -> accepted.add(QuicRecorder.started(link)));
    }

    @AfterEach
    void close() {
        transport.close();
    }

    /** The security of a node that trusts both authorities. */
    private LinkSecurity trusting(String name) {
        return QuicLab.security(
                lab.issue(name),
                List.of(lab.authority.certificate(), root.certificate()),
                List.of(lab.authority.revocations()));
    }

    private Link dial(LinkSecurity security) {
        return transport
                .connect(listener.bound(), ConnectOptions.DEFAULT.security(security))
                .toCompletableFuture()
                .join();
    }

    private QuicRecorder accepted() throws InterruptedException {
        QuicRecorder handler = accepted.poll(30, TimeUnit.SECONDS);
        assertThat(handler).as("an accepted link").isNotNull();
        return handler;
    }

    private Map<String, LinkSecurity> badCredentials(LinkSecurity good) {
        IssuedIdentity revoked = lab.issue("revoked");
        lab.authority.revoke(revoked.identity());
        CertificateAuthority other = CertificateAuthority.create(directory.resolve("other"), "example.org", null);
        IssuedIdentity stranger = other.issue(new Identity("example.org", "/stranger"), Duration.ofDays(1));
        Map<String, LinkSecurity> bad = new LinkedHashMap<>();
        bad.put("EXPIRED", root.issue().valid(-3600, -1).security(good.peers()));
        bad.put("NOT_YET_VALID", root.issue().valid(600, 3600).security(good.peers()));
        bad.put(
                "USAGE",
                root.issue().purpose(KeyPurposeId.id_kp_emailProtection).security(good.peers()));
        bad.put("IDENTITY", root.issue().uri(null).security(good.peers()));
        bad.put("TRUST_DOMAIN", root.issue().uri("spiffe://example.com/odd").security(good.peers()));
        bad.put("SELF_SIGNED", Forgery.selfSigned().security(good.peers()));
        bad.put(
                "UNKNOWN_AUTHORITY",
                new LinkSecurity(QuicLab.security(stranger, other).keys(), good.peers()));
        bad.put(
                "REVOKED",
                new LinkSecurity(
                        QuicLab.security(revoked, List.of(lab.authority.certificate()), List.of())
                                .keys(),
                        good.peers()));
        return bad;
    }

    @Test
    void bothEndsKnowTheOther() throws Exception {
        LinkSecurity client = trusting("client");
        Link opened = dial(client);
        QuicRecorder sender = QuicRecorder.started(opened);
        QuicRecorder receiver = accepted();
        sender.send(TEXT);
        receiver.awaitText(TEXT);

        assertThat(Identity.of(opened.peerCertificates().get(0))).hasToString("spiffe://example.org/server");
        assertThat(Identity.of(receiver.link().peerCertificates().get(0))).hasToString("spiffe://example.org/client");
        assertThat(opened.security()).containsSame(client);
        assertThat(receiver.link().security()).containsSame(serverSecurity.get());
    }

    @Test
    void aSoundCertificateOfTheTestIsAccepted() throws Exception {
        Link opened = dial(root.issue().security(trusting("client").peers()));

        assertThat(Identity.of(accepted().link().peerCertificates().get(0))).hasToString("spiffe://example.org/odd");
        assertThat(opened.peerCertificates()).isNotEmpty();
    }

    @Test
    void noClientWithBadCredentialsIsAdmittedAndBothSidesKnowWhy() throws Exception {
        Map<String, LinkSecurity> bad = badCredentials(trusting("client"));
        serverSecurity.set(trusting("server")); // with the newest revocations
        for (Map.Entry<String, LinkSecurity> each : bad.entrySet()) {
            Throwable failure = catchThrowable(() -> dial(each.getValue()));

            assertThat(failure)
                    .as(each.getKey())
                    .cause()
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(listener.bound().toString())
                    .hasMessageContaining("refuses this node's certificate");
            QuicRecorder refused = accepted();
            assertThat(refused.awaitEnd()).get().satisfies(cause -> assertThat(cause)
                    .hasMessageContaining(each.getKey()));
            assertThat(refused.receivedBytes()).isZero();
        }
        await().until(() -> transport.openLinks() == 0);
        assertThat(transport.counters()).containsEntry("quic.refused.certificate", (long) bad.size());
    }

    @Test
    void noServerWithBadCredentialsIsTrustedAndBothSidesKnowWhy() throws Exception {
        Map<String, LinkSecurity> bad = badCredentials(trusting("server"));
        LinkSecurity client = trusting("client");
        for (Map.Entry<String, LinkSecurity> each : bad.entrySet()) {
            serverSecurity.set(each.getValue());

            Throwable failure = catchThrowable(() -> dial(client));

            assertThat(failure)
                    .as(each.getKey())
                    .cause()
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(listener.bound().toString())
                    .hasMessageContaining(each.getKey());
            assertThat(accepted().awaitEnd()).get().satisfies(cause -> assertThat(cause)
                    .hasMessageContaining("refuses this node's certificate"));
        }
        await().until(() -> transport.openLinks() == 0);
    }

    @Test
    void aCertificateWhoseKeyMustNotSignIsNotEvenShown() {
        LinkSecurity mustNotSign = root.issue()
                .usage(KeyUsage.keyEncipherment)
                .security(trusting("client").peers());

        Throwable failure = catchThrowable(() -> dial(mustNotSign));

        assertThat(failure).cause().isInstanceOf(TransportException.class).hasMessageContaining("KEY_USAGE");
        await().until(() -> transport.openLinks() == 0);
    }

    @Test
    void anAcceptedLinkHasTheNewestCredentials() throws Exception {
        dial(trusting("client"));
        serverSecurity.set(trusting("renewed"));

        Link link = dial(trusting("client"));

        assertThat(Identity.of(link.peerCertificates().get(0))).hasToString("spiffe://example.org/renewed");
    }

    @Test
    void withoutCredentialsItNeitherListensNorConnects() {
        assertThat(catchThrowable(() -> transport.listen(ANY_PORT, Link::close)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(ANY_PORT.toString())
                .hasMessageContaining("always encrypted");
        assertThat(transport.connect(listener.bound(), ConnectOptions.DEFAULT).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("always encrypted");
    }

    @Test
    void credentialsThatCannotBeReadRefuseOnlyTheNextLink() throws Exception {
        serverSecurity.set(null);
        assertThat(transport
                        .connect(
                                listener.bound(),
                                ConnectOptions.DEFAULT
                                        .security(trusting("client"))
                                        .timeout(Duration.ofMillis(500)))
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30));
        serverSecurity.set(trusting("server"));

        dial(trusting("client"));

        assertThat(accepted()).isNotNull();
        assertThat(transport.counters()).containsKey("quic.refused.credentials");
    }
}
