package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.Peer;
import chaski.api.security.SecurityConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A node that only reads: it is neither announced nor listed, and fails if an endpoint does not answer, where a member
 * would keep trying.
 */
final class ObserverNode implements AutoCloseable {

    /** The longest that a node may take to answer; a dead port is detected immediately. */
    static final Duration PATIENCE = Duration.ofSeconds(7);

    /** The counter of refusals by nodes that have no wire version in common with this one. */
    private static final String OTHER_VERSION = "dial.VERSION";

    private final Map<Endpoint, CompletableFuture<Peer>> reaching = new ConcurrentHashMap<>();
    private final SecurityConfig security;
    private final CommandNode node;
    private volatile String lastRefusal = "";

    private ObserverNode(String command, SecurityConfig security, Terminal terminal) {
        this.security = security;
        Node.Builder builder = Chaski.node()
                .name(command + "-" + ProcessHandle.current().pid())
                .observer(true)
                .security(security);
        node = CommandNode.start(builder, List.of(), this::onEvent, terminal.stop());
    }

    /**
     * Starts an observer that knows no node yet.
     *
     * @param command its name in other nodes' logs
     * @param security what it proves, and whom it trusts
     * @param terminal the request to end
     */
    static ObserverNode start(String command, SecurityConfig security, Terminal terminal) {
        return new ObserverNode(command, security, terminal);
    }

    Node node() {
        return node.node();
    }

    /**
     * Dials the node at an endpoint, once.
     *
     * @param endpoint the endpoint
     * @return the peer; fails with {@link CommandFailure} if there is no node or it does not answer in time
     */
    CompletableFuture<Peer> reach(Endpoint endpoint) {
        CompletableFuture<Peer> peer = new CompletableFuture<>();
        CompletableFuture<Peer> earlier = reaching.putIfAbsent(endpoint, peer);
        if (earlier != null) {
            return earlier;
        }
        peer.whenComplete((found, error) -> {
            if (error != null) {
                node().removeSeed(endpoint);
            }
        });
        CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> peer.completeExceptionally(
                        noAnswer(endpoint, "silence for " + PATIENCE.toSeconds() + " s" + lastRefusal)));
        try {
            node.join(endpoint).whenComplete((found, error) -> {
                if (error == null) {
                    peer.complete(found);
                } else {
                    peer.completeExceptionally(noAnswer(endpoint, SingleLine.of(error)));
                }
            });
        } catch (CommandFailure e) {
            peer.completeExceptionally(e);
        }
        return peer;
    }

    /**
     * Dials several endpoints.
     *
     * @param endpoints at least one
     * @return the peers that answered, at least one
     * @throws CommandFailure if none answered, with the reason of the first
     * @throws chaski.api.TransportException if one is of another machine, and this node has no identity
     */
    List<Peer> reachAny(List<Endpoint> endpoints) {
        SecurityOptions.check(security, endpoints);
        List<CompletableFuture<Peer>> all = endpoints.stream().map(this::reach).toList();
        List<Peer> reached = new ArrayList<>();
        Optional<CommandFailure> failure = Optional.empty();
        for (CompletableFuture<Peer> one : all) {
            try {
                reached.add(one.get());
            } catch (ExecutionException e) {
                failure = failure.or(() -> Optional.of(failure(e)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("interrupted before a node answered");
            }
        }
        if (reached.isEmpty()) {
            throw failure.orElseGet(() -> new CommandFailure("no node to reach"));
        }
        return reached;
    }

    /**
     * Ensures that there is a session with a node of the directory.
     *
     * @param entry the node
     * @return the peer; fails if none of its endpoints leads to it
     */
    CompletableFuture<Peer> reach(DirectoryEntry entry) {
        Optional<Peer> known = node().peer(entry.id());
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        CompletableFuture<Peer> next = CompletableFuture.failedFuture(
                new CommandFailure("node " + entry.name() + " has no endpoint that can be reached from here"));
        for (Endpoint endpoint : entry.endpoints()) {
            next = next.exceptionallyCompose(error -> reach(endpoint).thenApply(peer -> expect(entry, peer)));
        }
        return next;
    }

    private static Peer expect(DirectoryEntry entry, Peer peer) {
        if (!peer.id().equals(entry.id())) {
            throw new CommandFailure("expected node " + entry.id() + ", met " + peer.id());
        }
        return peer;
    }

    @Override
    public void close() {
        node.close();
    }

    /**
     * An endpoint that cannot be reached is abandoned; a refusal may end before the time-out, so dialling continues.
     */
    private void onEvent(NodeEvent event) {
        if (event instanceof NodeEvent.DialFailed failed) {
            giveUp(failed.endpoint(), noAnswer(failed.endpoint(), failed.reason()));
        } else if (event instanceof NodeEvent.Refused refused
                && refused.counter().equals(OTHER_VERSION)) {
            giveUp(
                    Endpoint.parse(refused.from()),
                    new CommandFailure("the node at " + refused.from() + " refuses this one: " + refused.reason()));
        } else if (event instanceof NodeEvent.Refused refused) {
            lastRefusal = ", " + refused.reason();
        }
    }

    private void giveUp(Endpoint endpoint, CommandFailure reason) {
        CompletableFuture<Peer> waiting = reaching.get(endpoint);
        if (waiting != null) {
            waiting.completeExceptionally(reason);
        }
    }

    /** {@return the failure that a stage or future ended with} */
    static CommandFailure failure(Throwable error) {
        return SingleLine.unwrapped(error) instanceof CommandFailure failure
                ? failure
                : new CommandFailure(SingleLine.of(error));
    }

    private static CommandFailure noAnswer(Endpoint endpoint, String reason) {
        return new CommandFailure("no node answers at " + endpoint + ": " + reason);
    }
}
