package chaski.cli.demo;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Three nodes with identities. While numbered messages flow both ways between two of them, every node receives other certificates
 * several times and the old ones are revoked, then the certificate authority is replaced, then their session goes from TCP to QUIC and back
 * where QUIC works, and then the third node is revoked.
 */
public final class SecureDemo {

    private static final int ROTATIONS = 3;
    private static final Duration STEP = Duration.ofSeconds(15);

    private final SecureDemoReporter reporter;

    /**
     * Prepares a run.
     *
     * @param reporter receives the steps
     */
    public SecureDemo(SecureDemoReporter reporter) {
        this.reporter = reporter;
    }

    /**
     * Runs the demo.
     *
     * @return the result
     * @throws IOException if no port can be bound or no file written
     * @throws InterruptedException when interrupted
     * @throws ChaskiException if a step does not happen in time
     */
    public SecureDemoResult run() throws IOException, InterruptedException {
        try (DemoIdentities identities = DemoIdentities.create();
                DemoTransports ofA = DemoTransports.find();
                DemoTransports ofB = DemoTransports.find();
                DemoTransports ofC = DemoTransports.find()) {
            for (String name : List.of("A", "B", "C")) {
                identities.issue(name);
            }
            try (Node a = start(identities, "A", ofA, List.of());
                    Node b = start(identities, "B", ofB, a.endpoints());
                    Node c = start(identities, "C", ofC, a.endpoints())) {
                refuseStranger(a);
                return run(identities, ofA, ofB, List.of(a, b, c));
            }
        }
    }

    private Node start(DemoIdentities identities, String name, DemoTransports transports, List<Endpoint> join) {
        Node.Builder builder = Chaski.node().name(name).identity(identities.directory(name));
        transports.give(builder);
        join.forEach(endpoint -> builder.join(endpoint.toString()));
        Node node = builder.start();
        reporter.started(node, DemoIdentities.identity(name).toString());
        return node;
    }

    private void refuseStranger(Node a) throws InterruptedException {
        CompletableFuture<String> reason = new CompletableFuture<>();
        try (Node stranger = Chaski.node().name("stranger").start()) {
            stranger.watch(event -> {
                if (event instanceof NodeEvent.DialFailed failed) {
                    reason.complete(failed.reason());
                }
            });
            stranger.join(a.endpoints().get(0));
            reporter.refused(reason.get(STEP.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new ChaskiException("a node without identity was not refused", e);
        }
    }

    private SecureDemoResult run(DemoIdentities identities, DemoTransports ofA, DemoTransports ofB, List<Node> all)
            throws IOException, InterruptedException {
        Node a = all.get(0);
        Node b = all.get(1);
        Node c = all.get(2);
        try (NumberedFlow up = NumberedFlow.start(b, a, "lab.up");
                NumberedFlow down = NumberedFlow.start(a, b, "lab.down");
                NumberedFlow beside = NumberedFlow.start(c, a, "lab.beside")) {
            for (int round = 1; round <= ROTATIONS; round++) {
                List<BigInteger> old =
                        all.stream().map(node -> identities.serial(node.name())).toList();
                rotate(identities, all);
                identities.revoke(old);
                reporter.rotated(round, up.published() + down.published());
            }
            change(all, identities::addAuthority);
            rotate(identities, all);
            change(all, identities::dropOldAuthorities);
            reporter.authorityReplaced(up.published() + down.published());
            if (ofB.swaps()) {
                reporter.swapped(ofB.swap(b, a, ofA), up.published() + down.published());
            }
            SecureDemoResult.Delivery beforeRevocation = beside.finish();
            identities.revokeIdentity("C");
            Duration took = Waiting.until(
                    "the revoked node was not cut",
                    () -> a.peer(c.id()).isEmpty() && b.peer(c.id()).isEmpty());
            reporter.revoked("C", took);
            SecureDemoResult outcome =
                    new SecureDemoResult(up.finish().plus(down.finish()).plus(beforeRevocation), ROTATIONS + 1, took);
            reporter.ended(outcome);
            return outcome;
        }
    }

    private static void rotate(DemoIdentities identities, List<Node> nodes) throws IOException, InterruptedException {
        change(nodes, () -> {
            for (Node node : nodes) {
                identities.issue(node.name());
            }
        });
        Waiting.until("the sessions did not move to links with the new certificates", () -> nodes.stream()
                .flatMap(node -> node.peers().stream())
                .noneMatch(peer -> peer.counters().getOrDefault("link.outdated", 0L) > 0));
    }

    /** Changes files, and waits until every node has read them. */
    private static void change(List<Node> nodes, FileChange change) throws IOException, InterruptedException {
        Map<Node, Long> before = nodes.stream().collect(Collectors.toMap(node -> node, SecureDemo::changes));
        change.run();
        Waiting.until("a node did not read the changed files", () -> nodes.stream()
                .allMatch(node -> changes(node) > before.getOrDefault(node, 0L)));
    }

    private static long changes(Node node) {
        return node.counters().getOrDefault("credentials.changed", 0L);
    }

    /** A change of files. */
    private interface FileChange {
        void run() throws IOException;
    }
}
