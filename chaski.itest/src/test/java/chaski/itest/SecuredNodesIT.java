package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.security.Identity;
import chaski.ca.CertificateAuthority;
import chaski.ca.IssuedIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.ServiceReference;

/** Nodes of a closed network in frameworks, configured by Configuration Admin. */
@Tag("slow")
final class SecuredNodesIT {

    private static final String PID = "chaski.node";
    private static final String ANY_PORT = "tcp://127.0.0.1:0";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Rotations, each with the update of a transport. */
    private static final int ROUNDS = 6;

    private static final int MESSAGES_A_ROUND = 2_000;

    @TempDir
    private Path folder;

    private CertificateAuthority authority;

    @BeforeEach
    void createAuthority() {
        authority = CertificateAuthority.create(folder.resolve("ca"), "example.org", null);
    }

    /** Issues an identity, or another certificate of it, in the folder of its name. */
    private IssuedIdentity issue(String name) {
        IssuedIdentity issued = authority.issue(new Identity("example.org", "/" + name), Duration.ofDays(1));
        issued.writeTo(folder.resolve(name));
        return issued;
    }

    private Map<String, Object> configuration(String name, String identity, String join) {
        return Map.of(
                "name",
                name,
                "listen",
                ANY_PORT,
                "join",
                join,
                "security.identity",
                folder.resolve(identity).toString());
    }

    private static Node node(OsgiContainer container, String name) throws Exception {
        String filter = "(chaski.node=" + name + ")";
        ServiceReference<?>[] found = await().atMost(PATIENCE)
                .until(
                        () -> container.context().getServiceReferences(Node.class.getName(), filter),
                        references -> references != null);
        Node node = (Node) container.context().getService(found[0]);
        await().atMost(PATIENCE).until(() -> !node.endpoints().isEmpty());
        return node;
    }

    @ParameterizedTest
    @EnumSource
    void nodesOfOneIdentityHaveIdsOfTheirOwnAndKeepThemOverRestarts(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        issue("shared");
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "one", configuration("one", "shared", ""));
            container.configure(PID, "two", configuration("two", "shared", ""));
            var one = node(container, "one").id();
            var two = node(container, "two").id();
            assertThat(one).isNotEqualTo(two);

            container.restart();

            assertThat(node(container, "one").id()).isEqualTo(one);
            assertThat(node(container, "two").id()).isEqualTo(two);

            container.unconfigure(PID, "one");
            container.configure(PID, "one", configuration("one", "shared", ""));
            assertThat(node(container, "one").id()).as("configured again").isEqualTo(one);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdentityThatCannotBeReadStartsNothingAndARightOneDoes(OsgiFramework kind, @TempDir Path storage)
            throws Exception {
        issue("right");
        try (OsgiContainer container = OsgiContainer.sharing(kind, storage)) {
            container.configure(PID, "a", configuration("a", "absent", ""));
            container.configure(PID, "b", configuration("b", "right", ""));
            node(container, "b"); // is configured after it, by the same thread
            assertThat(container.context().getServiceReferences(Node.class.getName(), "(chaski.node=a)"))
                    .isNull();

            container.configure(PID, "a", configuration("a", "right", ""));
            Node a = node(container, "a");

            container.configure(PID, "a", configuration("a", "absent", ""));
            Map<String, Object> changed = new HashMap<>(configuration("b", "right", ""));
            changed.put("session.maxStallMs", 1);
            container.configure(PID, "b", changed);
            await().atMost(PATIENCE)
                    .until(() ->
                            node(container, "b").config().session().maxStall().toMillis() == 1);
            assertThat(node(container, "a")).as("a running node is not changed").isSameAs(a);
            assertThat(a.isClosing()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhileCertificatesRotateAndTransportsAreUpdated(
            OsgiFramework kind, @TempDir Path a, @TempDir Path b) throws Exception {
        issue("left");
        issue("right");
        try (OsgiContainer left = OsgiContainer.sharing(kind, a);
                OsgiContainer right = OsgiContainer.sharing(kind, b)) {
            left.configure(PID, "left", configuration("left", "left", ""));
            Node first = node(left, "left");
            Endpoint endpoint = first.endpoints().get(0);
            right.configure(PID, "right", configuration("right", "right", endpoint.toString()));
            Node second = node(right, "right");
            List<NodeEvent> lost = new CopyOnWriteArrayList<>();
            first.watch(event -> collectLoss(event, lost));
            second.watch(event -> collectLoss(event, lost));
            List<SwappedBundle> transports = List.of(
                    new SwappedBundle(left, "chaski.transport.tcp"), new SwappedBundle(right, "chaski.transport.tcp"));
            List<NumberedStream> streams =
                    List.of(new NumberedStream(first, second, "there"), new NumberedStream(second, first, "back"));

            for (int round = 0; round < ROUNDS; round++) {
                long end = (round + 1L) * MESSAGES_A_ROUND;
                streams.forEach(stream -> stream.allow(end));
                boolean isLeft = round % 2 == 0;
                Node changed = isLeft ? first : second;
                long changes = changes(changed);
                issue(isLeft ? "left" : "right");
                transports.get(round / 2 % 2).swap(SwappedBundle.Way.values()[round % 4], () -> {});
                await().atMost(PATIENCE).until(() -> changes(changed) > changes);
                await().atMost(PATIENCE).until(() -> streams.stream().allMatch(stream -> stream.received() == end));
            }

            assertThat(streams).allSatisfy(stream -> assertThat(stream.wrong()).isEmpty());
            assertThat(lost).isEmpty();
            assertThat(left.service(Node.class)).isSameAs(first);
            assertThat(right.service(Node.class)).isSameAs(second);
            await().atMost(PATIENCE).until(() -> outdated(first) + outdated(second) == 0);

            authority.revoke(new Identity("example.org", "/right"));
            Files.copy(
                    folder.resolve("ca").resolve("revoked.crl"),
                    folder.resolve("left").resolve("revoked.crl"),
                    StandardCopyOption.REPLACE_EXISTING);
            await().atMost(PATIENCE).until(() -> first.peers().isEmpty());
            streams.forEach(NumberedStream::close);
            close(left, "left", first);
            close(right, "right", second);
        }
    }

    private static void collectLoss(NodeEvent event, List<NodeEvent> lost) {
        if (event instanceof NodeEvent.SessionLost) {
            lost.add(event);
        }
    }

    private static long changes(Node node) {
        return node.counters().getOrDefault("credentials.changed", 0L);
    }

    private static long outdated(Node node) {
        return node.peers().stream()
                .mapToLong(peer -> peer.counters().getOrDefault("link.outdated", 0L))
                .sum();
    }

    private static void close(OsgiContainer container, String name, Node node) throws Exception {
        container.unconfigure(PID, name);
        node.closeAsync().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
