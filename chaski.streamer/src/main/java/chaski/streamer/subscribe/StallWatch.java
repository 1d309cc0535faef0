package chaski.streamer.subscribe;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells those who watch the node when a handler has kept its subscription waiting for long, once for each time.
 *
 * <p>It looks once a second whether something was taken, so that handling a message costs nothing more. {@link #add} is thread-safe, the rest
 * happens on the control loop, and only while there is somebody to watch.
 */
final class StallWatch {

    private static final long TICK_NS = 1_000_000_000L;

    /** What the design calls a stall. */
    private static final long STALL_NS = 5_000_000_000L;

    private static final long NS_PER_MS = 1_000_000;

    private final Environment environment;
    private final Consumer<NodeEvent> events;
    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Map<Watched, Progress> seen = new HashMap<>();
    private final AtomicBoolean ticking = new AtomicBoolean();

    StallWatch(Environment environment, Consumer<NodeEvent> events) {
        this.environment = environment;
        this.events = events;
    }

    /** What may stall. */
    interface Watched {

        /** {@return a number that changes with each message} */
        long progress();

        /** {@return whether it is not waiting for one} */
        boolean isAtWork();

        /** {@return whether there is nothing to watch any more} */
        boolean isClosed();
    }

    /** How far one was, since when, and whether that was told. */
    private record Progress(long progress, long sinceNs, boolean told) {}

    void add(Watched watched) {
        all.add(watched);
        if (ticking.compareAndSet(false, true)) {
            environment.schedule(TICK_NS, this::tick);
        }
    }

    private void tick() {
        all.removeIf(Watched::isClosed);
        seen.keySet().retainAll(all);
        all.forEach(this::look);
        if (!all.isEmpty()) {
            environment.schedule(TICK_NS, this::tick);
            return;
        }
        ticking.set(false);
        // who was added just now saw a ticking watch
        if (!all.isEmpty() && ticking.compareAndSet(false, true)) {
            environment.schedule(TICK_NS, this::tick);
        }
    }

    private void look(Watched watched) {
        long nowNs = environment.nanoTime();
        Progress before = seen.get(watched);
        if (before == null || before.progress() != watched.progress() || !watched.isAtWork()) {
            seen.put(watched, new Progress(watched.progress(), nowNs, false));
            return;
        }
        long stalledNs = nowNs - before.sinceNs();
        if (stalledNs >= STALL_NS && !before.told()) {
            seen.put(watched, new Progress(before.progress(), before.sinceNs(), true));
            events.accept(new NodeEvent.HandlerStalled(watched.toString(), stalledNs / NS_PER_MS));
        }
    }
}
