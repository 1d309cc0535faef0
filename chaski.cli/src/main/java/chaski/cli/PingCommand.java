package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski ping}: measures round trips to a node. */
@Command(
        name = "ping",
        description =
                "Measures round trips to a node, one a second, and sums them up. Ends with 1 when nothing came back.")
final class PingCommand implements Callable<Integer> {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration FIND_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JoinOptions join = new JoinOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "URI|NAME",
            description = "The node: an endpoint, or a name or id that a joined node knows. Default: the joined node.")
    private @Nullable String target;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many round trips; 0 continues until a signal. Default: 5.")
    private long count = 5;

    @Option(names = "--size", paramLabel = "B", description = "Bytes of payload, 0 to 16384. Default: 56.")
    private int size = 56;

    PingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkUsage();
        boolean byEndpoint = target != null && target.contains("://");
        List<Endpoint> first = byEndpoint ? List.of(endpoint()) : join.endpoints(terminal);
        if (first.isEmpty()) {
            throw wrong("No node to ask: expected URI, or --join URI (or CHASKI_JOIN) with NAME");
        }
        try (ObserverNode observer = ObserverNode.start("ping", join.security(terminal), terminal)) {
            List<Peer> joined = observer.reachAny(first);
            Peer peer = byEndpoint || target == null ? joined.get(0) : findNode(target, observer);
            RoundTrips trips = ping(peer);
            return trips.received() > 0 ? ExitStatus.OK : ExitStatus.FAILURE;
        }
    }

    /** The directory may still be incomplete: an unknown name may appear. */
    private Peer findNode(String name, ObserverNode observer) {
        long end = System.nanoTime() + FIND_TIMEOUT.toNanos();
        do {
            Optional<DirectoryEntry> entry = observer.node().directory().stream()
                    .filter(e -> e.name().equals(name) || e.id().toString().equals(name))
                    .findFirst();
            if (entry.isPresent()) {
                try {
                    return observer.reach(entry.get()).join();
                } catch (CompletionException e) {
                    throw ObserverNode.failure(e);
                }
            }
        } while (!terminal.stop().await(POLL) && System.nanoTime() < end);
        throw new CommandFailure(
                "no node named '" + name + "' is known to the joined nodes; `chaski nodes` lists them");
    }

    private RoundTrips ping(Peer peer) {
        LineWriter lines = new LineWriter(terminal.out());
        if (!output.json()) {
            lines.lineNow("PING " + peer.name() + " ("
                    + peer.link().map(Endpoint::toString).orElse("no link") + "): " + size + " bytes");
        }
        RoundTrips trips = new RoundTrips();
        long startNs = System.nanoTime();
        boolean running = true;
        for (long i = 0; running && (count == 0 || i < count); i++) {
            running = !waitUntil(startNs + i * INTERVAL.toNanos()) && once(peer, trips, lines);
        }
        summarize(peer, trips, Duration.ofNanos(System.nanoTime() - startNs), lines);
        return trips;
    }

    private boolean waitUntil(long ns) {
        return terminal.stop().await(Duration.ofNanos(Math.max(0, ns - System.nanoTime())));
    }

    /** {@return whether to continue} */
    private boolean once(Peer peer, RoundTrips trips, LineWriter lines) {
        long seq = trips.transmit();
        try {
            Duration time = peer.ping(size).toCompletableFuture().get();
            trips.receive(time);
            lines.lineNow(
                    output.json()
                            ? Json.object()
                                    .put("seq", seq)
                                    .put("rttUs", RoundTrips.rounded(time.toNanos() / 1e3))
                                    .toString()
                            : String.format(java.util.Locale.ROOT, "seq=%d time=%.3f ms", seq, time.toNanos() / 1e6));
        } catch (ExecutionException e) {
            terminal.println("seq=" + seq + " lost: " + SingleLine.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    private void summarize(Peer peer, RoundTrips trips, Duration total, LineWriter lines) {
        if (output.json()) {
            Json summary = Json.object()
                    .put("event", "summary")
                    .put("name", peer.name())
                    .put("id", peer.id().toString());
            lines.lineNow(trips.json(summary).toString());
        } else {
            lines.lineNow("");
            lines.lineNow("--- " + peer.name() + " ping statistics ---");
            lines.lineNow(trips.summary(total));
        }
    }

    private Endpoint endpoint() {
        try {
            return Endpoint.parse(String.valueOf(target));
        } catch (IllegalArgumentException e) {
            throw wrong("Invalid value for 'URI': " + e.getMessage());
        }
    }

    private void checkUsage() {
        if (count < 0) {
            throw wrong("Invalid value for option '--count': expected 0 or more, got " + count);
        }
        if (size < 0 || size > Peer.MAX_PING_BYTES) {
            throw wrong("Invalid value for option '--size': expected 0 to " + Peer.MAX_PING_BYTES + ", got " + size);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
