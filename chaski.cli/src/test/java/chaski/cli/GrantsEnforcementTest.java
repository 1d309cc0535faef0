package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.UnsubscribedReason;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Remote;
import chaski.api.remote.UnavailableException;
import chaski.api.security.AccessRefusedException;
import chaski.api.security.AuditEvent;
import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import chaski.api.security.SecurityConfig;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.ca.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with identities and grants over TCP: the publisher or exporter {@code alice}, and {@code bob}. */
class GrantsEnforcementTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String JOIN = "{\"who\": \"**\", \"may\": [\"join\", \"see\"]}";
    private static final String TOPICS = "{\"who\": \"**\", \"may\": [\"publish\", \"subscribe\"], \"topics\": \">\"}";
    private static final String SERVICES =
            "{\"who\": \"**\", \"may\": [\"attach\", \"call\", \"get\", \"set\", \"observe\"], \"services\": \"*\"}";

    @TempDir
    Path directory;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, List<NodeEvent.AccessRefused>> refusals = new ConcurrentHashMap<>();
    private final Map<Node, List<NodeEvent.SessionLost>> lost = new ConcurrentHashMap<>();
    private final List<AuditEvent> audit = new CopyOnWriteArrayList<>();
    private final List<NodeEvent.Unsubscribed> unsubscribed = new CopyOnWriteArrayList<>();
    private CertificateAuthority authority;
    private Node alice;
    private Node bob;

    @BeforeEach
    void issue() {
        authority = CertificateAuthority.create(directory.resolve("ca"), "example.org", null);
        for (String name : List.of("alice", "bob")) {
            authority
                    .issue(Identity.parse("spiffe://example.org/" + name), Duration.ofDays(1))
                    .writeTo(directory.resolve(name));
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    /** Replaces the grants of a node. */
    private void grant(String name, String... rules) throws IOException {
        Path written = directory.resolve(name).resolve("new");
        Files.writeString(written, "{\"rules\": [\n" + String.join(",\n", rules) + "\n]}");
        Files.move(written, directory.resolve(name).resolve("grants.json"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String denied(String verb, String subject) {
        String key = List.of("publish", "subscribe").contains(verb) ? "topics" : "services";
        return "{\"name\": \"denied\", \"who\": \"**\", \"mayNot\": \"" + verb + "\", \"" + key + "\": \"" + subject
                + "\"}";
    }

    private void connect() {
        alice = start("alice", Chaski.node().listen("tcp://127.0.0.1:0"));
        bob = start("bob", Chaski.node().join(alice.endpoints().get(0).toString()));
    }

    private Node start(String name, Node.Builder builder) {
        Node node = builder.name(name)
                .security(SecurityConfig.identity(directory.resolve(name)).audit(audit::add))
                .start();
        List<NodeEvent.AccessRefused> refused = new CopyOnWriteArrayList<>();
        List<NodeEvent.SessionLost> losses = new CopyOnWriteArrayList<>();
        refusals.put(node, refused);
        lost.put(node, losses);
        node.watch(event -> {
            if (event instanceof NodeEvent.AccessRefused one) {
                refused.add(one);
            } else if (event instanceof NodeEvent.SessionLost one) {
                losses.add(one);
            } else if (event instanceof NodeEvent.Unsubscribed one) {
                unsubscribed.add(one);
            }
        });
        nodes.add(node);
        return node;
    }

    private void awaitRefusal(Node at, Permission permission, String subject, boolean byPeer) {
        await().atMost(LONG).untilAsserted(() -> assertThat(refusals.get(at)).anySatisfy(event -> {
            assertThat(event.refusal().permission()).isEqualTo(permission);
            assertThat(event.refusal().subject()).isEqualTo(subject);
            assertThat(event.refusal().isByPeer()).isEqualTo(byPeer);
            assertThat(event.refusal().rule()).startsWith("grants.json");
        }));
    }

    private static void assertReceives(Subscription<String> subscription, String expected) {
        assertThat(subscription.next(LONG))
                .hasValueSatisfying(message -> assertThat(message.payload()).isEqualTo(expected));
    }

    @Test
    void aSubscriptionThatIsNotGrantedGetsNothingAndBothSidesAreNotified() throws IOException {
        grant("alice", JOIN, TOPICS, denied("subscribe", "lab.secret"));
        connect();
        Streamer there = bob.service(Streamer.class);
        Subscription<String> all = there.subscribe("lab.>", String.class);
        Subscription<String> secret = there.subscribe("lab.secret", String.class);
        Subscription<String> open = there.subscribe("lab.open", String.class);
        Publisher<String> publisherOfSecret = alice.service(Streamer.class).publisher("lab.secret", String.class);
        Publisher<String> publisherOfOpen = alice.service(Streamer.class).publisher("lab.open", String.class);
        assertThat(publisherOfOpen.awaitSubscribers(1, LONG)).isTrue();
        awaitRefusal(bob, Permission.SUBSCRIBE, "lab.secret", true);
        awaitRefusal(bob, Permission.SUBSCRIBE, "lab.>", true);
        awaitRefusal(alice, Permission.SUBSCRIBE, "lab.secret", false);

        assertThat(publisherOfSecret.subscribers()).isZero();
        assertThat(publisherOfOpen.subscribers()).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            publisherOfSecret.publish("secret");
            publisherOfOpen.publish("open " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertReceives(open, "open " + i);
        }
        assertThat(publisherOfOpen.awaitAcknowledged(LONG)).isTrue();
        assertThat(secret.statistics().delivered()).isZero();
        assertThat(all.statistics().delivered()).isZero();
        assertThat(secret.isClosed()).isFalse();
        assertThat(audit).anySatisfy(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(event.node()).isEqualTo(alice.id());
            assertThat(event.peer()).isEqualTo(bob.id());
            assertThat(event.request()).hasToString("spiffe://example.org/bob subscribe lab.secret");
            assertThat(event.rule()).isEqualTo("grants.json:4 (denied)");
        });

        grant("alice", JOIN, TOPICS);
        await().atMost(LONG).until(() -> publisherOfSecret.subscribers() == 2);
        publisherOfSecret.publish("no longer");
        assertReceives(secret, "no longer");
        assertReceives(all, "no longer");

        grant("alice", JOIN, TOPICS, denied("subscribe", "lab.secret"));
        await().atMost(LONG).until(() -> publisherOfSecret.subscribers() == 0);
        assertThat(publisherOfOpen.subscribers()).isEqualTo(1);
        assertThat(audit).anySatisfy(event -> assertThat(event.outcome()).isEqualTo(Outcome.WITHDRAWN));
        assertThat(alice.counters().get("access.refused")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aPublisherThatIsNotGrantedReachesNothingAndBothSidesAreNotified() throws IOException {
        grant("bob", JOIN, TOPICS, denied("publish", "lab.x"));
        connect();
        Subscription<String> subscription = bob.service(Streamer.class).subscribe("lab.>", String.class);
        Publisher<String> refused = alice.service(Streamer.class).publisher("lab.x", String.class);
        Publisher<String> granted = alice.service(Streamer.class).publisher("lab.y", String.class);
        assertThat(refused.awaitSubscribers(1, LONG)).isTrue();

        refused.publish("refused");
        awaitRefusal(alice, Permission.PUBLISH, "lab.x", true);
        awaitRefusal(bob, Permission.PUBLISH, "lab.x", false);
        await().atMost(LONG).until(() -> refused.subscribers() == 0);
        assertThat(refused.awaitAcknowledged(LONG)).isTrue();
        refused.publish("not even sent");
        assertThat(granted.awaitSubscribers(1, LONG)).isTrue();
        granted.publish("granted");
        assertReceives(subscription, "granted");
        await().atMost(LONG).untilAsserted(() -> assertThat(
                        alice.peer(bob.id()).orElseThrow().counters())
                .containsEntry("messages.unsubscribed", 1L)
                .containsEntry("messages.refused", 1L));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(unsubscribed).singleElement().satisfies(event -> {
                    assertThat(event.reason()).isEqualTo(UnsubscribedReason.REFUSED);
                    assertThat(event.count()).isEqualTo(1);
                }));
        assertThat(bob.counters()).containsEntry("messages.refused", 1L);

        grant("bob", JOIN, TOPICS);
        assertThat(refused.awaitSubscribers(1, LONG)).isTrue();
        refused.publish("accepted again");
        assertReceives(subscription, "accepted again");

        grant("bob", JOIN, TOPICS, denied("publish", "lab.x"));
        await().atMost(LONG).until(() -> refused.subscribers() == 0);
        granted.publish("last");
        assertReceives(subscription, "last");
        assertThat(subscription.statistics().delivered()).isEqualTo(3);
        assertThat(lost.get(alice)).isEmpty();
    }

    /** The window is smaller than what is refused: its credit has to be returned. */
    @Test
    void refusedMessagesReturnTheirCredit() throws IOException {
        grant("bob", JOIN, TOPICS, denied("publish", "lab.x"));
        connect();
        Subscription<String> subscription = bob.service(Streamer.class)
                .subscribe("lab.>", String.class, SubscriptionOptions.DEFAULT.queueBytes(100_000));
        Publisher<String> granted = alice.service(Streamer.class).publisher("lab.y", String.class);
        assertThat(granted.awaitSubscribers(1, LONG)).isTrue();
        String large = "x".repeat(30_000);
        for (int i = 0; i < 20; i++) {
            try (Publisher<String> refused = alice.service(Streamer.class).publisher("lab.x", String.class)) {
                refused.publish(large);
                refused.publish(large + large + large);
            }
        }

        granted.publish(large + large + large);
        assertReceives(subscription, large + large + large);
        assertThat(subscription.statistics().delivered()).isEqualTo(1);
        assertThat(lost.get(alice)).isEmpty();
    }

    @Test
    void aNodeDoesNotPublishWhatItsOwnGrantsRefuse() throws IOException {
        grant("alice", JOIN, TOPICS, denied("publish", "lab.x"));
        connect();

        assertThatThrownBy(() -> alice.service(Streamer.class).publisher("lab.x", String.class))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage("publish lab.x is not granted to this node, by grants.json:4 (denied)");
    }

    @Test
    void aPublisherWhoseGrantIsWithdrawnRefusesMessagesUntilItIsGrantedAgain() throws IOException {
        grant("alice", JOIN, TOPICS);
        connect();
        Subscription<String> subscription = bob.service(Streamer.class).subscribe("lab.x", String.class);
        Publisher<String> publisher = alice.service(Streamer.class).publisher("lab.x", String.class);
        assertThat(publisher.awaitSubscribers(1, LONG)).isTrue();
        publisher.publish("granted");

        grant("alice", JOIN, TOPICS, denied("publish", "lab.x"));
        await().atMost(LONG).until(() -> publisher.subscribers() == 0);
        assertThatThrownBy(() -> publisher.publish("refused"))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage("publish lab.x is not granted to this node, by grants.json:4 (denied)");

        grant("alice", JOIN, TOPICS);
        assertThat(publisher.awaitSubscribers(1, LONG)).isTrue();
        publisher.publish("granted again");
        assertReceives(subscription, "granted");
        assertReceives(subscription, "granted again");
    }

    /** Has an attribute. */
    public interface Gauge {

        /** Its value. */
        int getValue();
    }

    @Test
    void anObservationWhoseGrantIsWithdrawnEndsWithTheRule() throws Exception {
        grant("alice", JOIN, SERVICES);
        connect();
        alice.service(Remote.class).export("gauge", Gauge.class, () -> 7);
        BlockingQueue<Object> observed = new LinkedBlockingQueue<>();
        bob.service(Remote.class)
                .object("gauge")
                .observe("value", Integer.class)
                .subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(Integer item) {
                        observed.add(item);
                    }

                    @Override
                    public void onError(Throwable error) {
                        observed.add(error);
                    }

                    @Override
                    public void onComplete() {
                        observed.add("complete");
                    }
                });
        assertThat(observed.poll(60, TimeUnit.SECONDS)).isEqualTo(7);

        grant("alice", JOIN, SERVICES, denied("observe", "gauge"));
        assertThat(observed.poll(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused)
                        .hasMessageContaining("observe gauge value is not granted, by grants.json:4 (denied)"));
        awaitRefusal(alice, Permission.OBSERVE, "gauge.value", false);
    }

    /** Counts its calls. */
    public interface Door {

        /** Opens it. */
        int open();

        /** Closes it. */
        int shut();
    }

    @Test
    void aCallThatIsNotGrantedIsNotExecuted() throws IOException {
        grant(
                "alice",
                JOIN,
                SERVICES,
                "{\"name\": \"locked\", \"who\": \"spiffe://example.org/bob\", \"mayNot\": \"call\","
                        + " \"services\": \"door\", \"members\": \"open\"}");
        AtomicInteger opened = new AtomicInteger();
        connect();
        alice.service(Remote.class).export("door", Door.class, new Door() {
            @Override
            public int open() {
                return opened.incrementAndGet();
            }

            @Override
            public int shut() {
                return -1;
            }
        });
        Door door = bob.service(Remote.class).proxy("door", Door.class);

        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(UnavailableException.class)
                .until(() -> door.shut() == -1);
        assertThatThrownBy(door::open)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("call door open is not granted, by grants.json:4 (locked)");
        assertThat(opened).hasValue(0);
        awaitRefusal(alice, Permission.CALL, "door.open", false);

        grant("alice", JOIN, SERVICES);
        await().atMost(LONG).ignoreExceptionsInstanceOf(RefusedException.class).until(() -> door.open() == 1);
    }

    @Test
    void anExportOfANodeThatMayNotAttachItIsNotCalled() throws IOException {
        grant("bob", JOIN, SERVICES, denied("attach", "door"));
        connect();
        AtomicInteger called = new AtomicInteger();
        alice.service(Remote.class).attach("door", Integer.class, Integer.class, value -> called.incrementAndGet());
        var door = bob.service(Remote.class).function("door", Integer.class);
        awaitRefusal(bob, Permission.ATTACH, "door", false);
        assertThat(called).hasValue(0);

        grant("bob", JOIN, SERVICES);
        assertThat(door.call(1)).isEqualTo(1);
    }

    @Test
    void aNodeThatMayNotJoinHasNoSession() throws IOException {
        grant("alice", TOPICS);
        connect();
        awaitRefusal(alice, Permission.JOIN, "", false);
        assertThat(alice.peers()).isEmpty();
        assertThat(bob.peers()).isEmpty();

        grant("alice", JOIN, TOPICS);
        await().atMost(LONG)
                .until(() -> bob.peers().size() == 1 && alice.peers().size() == 1);

        grant("alice", TOPICS);
        await().atMost(LONG).until(() -> bob.peers().isEmpty() && alice.peers().isEmpty());
        assertThat(audit).anySatisfy(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.WITHDRAWN);
            assertThat(event.request()).hasToString("spiffe://example.org/bob join");
        });
    }
}
