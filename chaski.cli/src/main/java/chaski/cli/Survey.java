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

/** Asks every node of the directory for its own view. */
final class Survey {

    private static final Duration POLL = Duration.ofMillis(50);

    /** A directory that did not change for so long is at rest: deltas between neighbours take milliseconds. */
    private static final Duration REST = Duration.ofMillis(700);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private final Observer observer;
    private final Stop stop;

    Survey(Observer observer, Stop stop) {
        this.observer = observer;
        this.stop = stop;
    }

    /** {@return the nodes by name, after a few seconds at most} */
    List<Line> take() {
        List<CompletableFuture<Line>> asked = atRest().stream().map(this::ask).toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparing((Line line) -> line.entry().name())
                        .thenComparing(line -> line.entry().id()))
                .toList();
    }

    private List<DirectoryEntry> atRest() {
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
        } while (now - changed < REST.toNanos() && now - start < LONGEST_WAIT.toNanos() && !stop.await(POLL));
        return entries;
    }

    private List<DirectoryEntry> others() {
        return observer.node().directory().stream()
                .filter(entry -> !entry.id().equals(observer.node().id()))
                .toList();
    }

    /** A node that does not answer is listed with what others say of it. */
    private CompletableFuture<Line> ask(DirectoryEntry entry) {
        return observer.reach(entry)
                .thenCompose(peer -> observer.node().report(peer.id()))
                .thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), Observer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(error -> Optional.empty())
                .thenApply(report -> new Line(entry, report));
    }

    /**
     * One node.
     *
     * @param entry what the directory says
     * @param report what the node itself says, if it answered
     */
    record Line(DirectoryEntry entry, Optional<NodeReport> report) {}
}
