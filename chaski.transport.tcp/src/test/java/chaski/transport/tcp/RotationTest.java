package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Limits;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.security.Credentials;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.SecurityConfig;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.transport.LinkSecurity;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred certificates are replaced, and the authority once, while messages flow both ways; each old certificate is refused. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RotationTest {

    private static final int ROTATIONS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<SSLContext> old = new ArrayList<>();
    private CertificateAuthority authority;
    private Holder left;
    private Holder right;
    private NodeOverTcp a;
    private NodeOverTcp b;

    @BeforeEach
    void connect() {
        authority = CertificateAuthority.create(directory.resolve("first"), "example.org", null);
        left = new Holder("left");
        right = new Holder("right");
        a = left.start(builder -> {});
        b = right.start(builder -> builder.join(a.endpoint().toString()));
        await().atMost(PATIENCE).until(() -> linked(a) && linked(b));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private static boolean linked(NodeOverTcp node) {
        return link(node).isPresent();
    }

    /** {@return the other end of the link with its only peer} */
    private static Optional<Endpoint> link(NodeOverTcp node) {
        return node.node().peers().stream()
                .flatMap(peer -> peer.link().stream())
                .findFirst();
    }

    /** An identity, and the credentials that its node has at present. */
    private final class Holder {

        private final Identity identity;
        private final SettableCredentials provider;
        private List<CertificateAuthority> trusted = List.of(authority);
        private IssuedIdentity issued;
        private NodeOverTcp node;

        Holder(String name) {
            identity = new Identity("example.org", "/" + name);
            issued = authority.issue(identity, Duration.ofDays(1));
            provider = new SettableCredentials(credentials());
        }

        NodeOverTcp start(Consumer<? super Node.Builder> configured) {
            node = new NodeOverTcp(identity.path(), Optional.empty(), builder -> {
                builder.listen("tcp://127.0.0.1:0")
                        .limits(Limits.DEFAULT.handshakesPerSecond(10_000).handshakeBurst(10_000))
                        .security(SecurityConfig.identity(provider).authorizer(request -> Decision.allow("test")));
                configured.accept(builder);
            });
            return node;
        }

        private Credentials credentials() {
            try {
                return Credentials.of(
                        issued.key(),
                        List.of(issued.certificate()),
                        trusted.stream().map(CertificateAuthority::certificate).toList(),
                        trusted.stream().map(CertificateAuthority::revocations).toList());
            } catch (CertificateException impossible) {
                throw new AssertionError(impossible);
            }
        }

        /** Uses what was changed, and waits until no link has other credentials. */
        void apply() {
            long before = node.counted("credentials.changed");
            provider.set(credentials());
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(PATIENCE)
                    .until(() -> node.counted("credentials.changed") > before
                            && linked(node)
                            && node.node().peers().stream()
                                    .noneMatch(peer -> peer.counters().getOrDefault("link.outdated", 0L) > 0));
        }

        void trust(CertificateAuthority... authorities) {
            trusted = List.of(authorities);
            apply();
        }

        void rotate(CertificateAuthority by) throws Exception {
            old.add(tlsSession());
            NodeOverTcp peer = this == left ? b : a;
            Optional<Endpoint> before = link(peer);
            issued = by.issue(identity, Duration.ofDays(1));
            apply();
            // the peer may still wait for the end of the handshake; a link that was dialled comes from another port
            // than the one before
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(PATIENCE)
                    .until(() -> link(peer).isPresent() && !link(peer).equals(before));
        }

        /** The TLS context of a client with the present certificate, which has a session with the first node that it may resume. */
        private SSLContext tlsSession() throws GeneralSecurityException, IOException {
            LinkSecurity security = TlsLab.security(issued, authority);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {security.keys()}, new TrustManager[] {new TrustsAll()}, new SecureRandom());
            try (SSLSocket socket = open(context)) {
                socket.startHandshake();
                socket.shutdownOutput();
                assertThat(socket.getInputStream().read())
                        .as("no more than a ticket")
                        .isEqualTo(-1);
            }
            return context;
        }
    }

    private SSLSocket open(SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", a.endpoint().port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"chaski"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Test
    void nothingIsLostAndNoOldCertificateIsOfUse() throws Exception {
        try (Numbers there = new Numbers(a.node(), b.node(), "there");
                Numbers back = new Numbers(b.node(), a.node(), "back")) {
            for (int i = 0; i < ROTATIONS; i++) {
                if (i == ROTATIONS / 2) {
                    replaceAuthority();
                }
                Holder holder = i % 2 == 0 ? left : right;
                BigInteger serial = holder.issued.certificate().getSerialNumber();
                holder.rotate(authority);
                authority.revoke(serial);
                left.apply();
                right.apply();
                there.awaitMore();
                back.awaitMore();
            }
            there.assertExact();
            back.assertExact();
        }
        for (NodeOverTcp each : List.of(a, b)) {
            assertThat(each.raised(NodeEvent.Parked.class)).isEmpty();
            assertThat(each.raised(NodeEvent.PeerDown.class)).isEmpty();
            assertThat(each.raised(NodeEvent.SessionLost.class)).isEmpty();
        }
        assertOldOnesAreRefused();
    }

    /** First trusts both, then issues by the new one, then trusts that only. */
    private void replaceAuthority() throws Exception {
        CertificateAuthority first = authority;
        authority = CertificateAuthority.create(directory.resolve("next"), "example.org", null);
        for (Holder each : List.of(left, right)) {
            each.trust(authority, first);
        }
        for (Holder each : List.of(left, right)) {
            each.rotate(authority);
        }
        for (Holder each : List.of(left, right)) {
            each.trust(authority);
        }
    }

    private void assertOldOnesAreRefused() throws IOException {
        long before = a.counted("refused.certificate");
        for (SSLContext context : old) {
            try (SSLSocket socket = open(context)) {
                // The client is done before the server has judged it: it learns of the refusal when it reads.
                assertThatThrownBy(() -> {
                            socket.startHandshake();
                            socket.getInputStream().read();
                        })
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("certificate");
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(a.counted("refused.certificate") - before)
                .isEqualTo(old.size()));
        assertThat(old).hasSize(ROTATIONS + 2);
    }

    /** Accepts every server, as an attacker does. */
    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** The numbers 1, 2, 3 … from one node to another. */
    private static final class Numbers implements AutoCloseable {

        private static final int PER_TICK = 10;
        private static final int TICK_MS = 5;

        private final AtomicLong published = new AtomicLong();
        private final AtomicLong received = new AtomicLong();
        private final AtomicReference<String> wrong = new AtomicReference<>();
        private final ScheduledThreadPoolExecutor ticks = new ScheduledThreadPoolExecutor(1);
        private final Publisher<String> publisher;
        private final Subscription<String> subscription;

        Numbers(Node from, Node to, String topic) {
            subscription = to.service(Streamer.class)
                    .subscribe(topic, String.class, message -> receive(Long.parseLong(message.payload())));
            publisher = from.service(Streamer.class).publisher(topic, String.class);
            assertThat(publisher.awaitSubscribers(1, PATIENCE)).isTrue();
            ticks.scheduleWithFixedDelay(this::publish, 0, TICK_MS, TimeUnit.MILLISECONDS);
        }

        private void publish() {
            for (int i = 0; i < PER_TICK; i++) {
                publisher.publish(Long.toString(published.get() + 1));
                published.incrementAndGet();
            }
        }

        private void receive(long number) {
            long expected = received.get() + 1;
            if (number != expected) {
                wrong.compareAndSet(null, "expected " + expected + ", got " + number);
            }
            received.set(expected);
        }

        /** Waits until something that is published from now on has arrived. */
        void awaitMore() {
            long now = published.get();
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> received.get() > now);
        }

        void assertExact() throws InterruptedException {
            ticks.shutdown();
            assertThat(ticks.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            await().atMost(PATIENCE).until(() -> received.get() >= published.get());
            assertThat(wrong.get()).isNull();
            assertThat(received.get()).isEqualTo(published.get());
        }

        @Override
        public void close() {
            ticks.shutdownNow();
            publisher.close();
            subscription.close();
        }
    }
}
