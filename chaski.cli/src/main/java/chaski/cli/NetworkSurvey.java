package chaski.cli;

import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Requests the report of every node in the directory. */
final class NetworkSurvey {

    private static final Duration POLL = Duration.ofMillis(50);

    /**
     * A directory that has not changed for this long is assumed to be complete: changes travel between neighbours in
     * milliseconds.
     */
    private static final Duration QUIET_PERIOD = Duration.ofMillis(700);

    private static final Duration MAX_WAIT = Duration.ofSeconds(3);

    private final ObserverNode observer;
    private final StopSignal stop;

    NetworkSurvey(ObserverNode observer, StopSignal stop) {
        this.observer = observer;
        this.stop = stop;
    }

    /** {@return the nodes by name, after a few seconds at most} */
    List<Row> take() {
        List<CompletableFuture<Row>> asked =
                awaitQuiet().stream().map(this::ask).toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparing((Row line) -> line.entry().name())
                        .thenComparing(line -> line.entry().id()))
                .toList();
    }

    private List<DirectoryEntry> awaitQuiet() {
        long start = System.nanoTime();
        long changed = start;
        Set<Object> before = Set.of();
        List<DirectoryEntry> entries;
        long now;
        do {
            entries = others();
            now = System.nanoTime();
            Set<Object> picture = entries.stream()
                    .map(e -> List.of(e.id(), e.incarnation(), e.version(), e.state()))
                    .collect(Collectors.toSet());
            if (!picture.equals(before)) {
                before = picture;
                changed = now;
            }
        } while (now - changed < QUIET_PERIOD.toNanos() && now - start < MAX_WAIT.toNanos() && !stop.await(POLL));
        return entries;
    }

    private List<DirectoryEntry> others() {
        return observer.node().directory().stream()
                .filter(entry -> !entry.id().equals(observer.node().id()))
                .toList();
    }

    /** A node that does not answer is listed with what others report about it. */
    private CompletableFuture<Row> ask(DirectoryEntry entry) {
        return observer.reach(entry)
                .thenCompose(peer -> observer.node().report(peer.id()))
                .thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), ObserverNode.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(error -> Optional.empty())
                .thenApply(report -> new Row(entry, report));
    }

    /**
     * One node.
     *
     * @param entry the directory entry
     * @param report the report of the node itself, if it answered
     */
    record Row(DirectoryEntry entry, Optional<NodeReport> report) {}
}
