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
 * Raises an event when a handler has blocked its subscription for long, once for each such message.
 *
 * <p>It checks once a second whether a message was taken, so that handling one has no extra cost. {@link #add} is
 * thread-safe, the rest happens on the control loop, and only while there is a subscription to watch.
 */
final class HandlerStallMonitor {

    private static final long TICK_NS = 1_000_000_000L;

    /** A handler that runs for this long counts as stalled. */
    private static final long STALL_NS = 5_000_000_000L;

    private static final long NS_PER_MS = 1_000_000;

    private final Environment environment;
    private final Consumer<NodeEvent.Draft> events;
    private final Set<Monitored> all = ConcurrentHashMap.newKeySet();
    private final Map<Monitored, Progress> seen = new HashMap<>();
    private final AtomicBoolean ticking = new AtomicBoolean();

    HandlerStallMonitor(Environment environment, Consumer<NodeEvent.Draft> events) {
        this.environment = environment;
        this.events = events;
    }

    /** A subscription that may stall. */
    interface Monitored {

        /** {@return a number that changes with each message} */
        long progress();

        /** {@return whether it handles a message now} */
        boolean isHandling();

        /** {@return whether it has ended} */
        boolean isClosed();
    }

    /** The latest progress, its time, and whether a stall was reported. */
    private record Progress(long progress, long sinceNs, boolean reported) {}

    void add(Monitored watched) {
        all.add(watched);
        if (ticking.compareAndSet(false, true)) {
            environment.schedule(TICK_NS, this::tick);
        }
    }

    private void tick() {
        all.removeIf(Monitored::isClosed);
        seen.keySet().retainAll(all);
        all.forEach(this::check);
        if (!all.isEmpty()) {
            environment.schedule(TICK_NS, this::tick);
            return;
        }
        ticking.set(false);
        // a subscription added just now saw a running timer
        if (!all.isEmpty() && ticking.compareAndSet(false, true)) {
            environment.schedule(TICK_NS, this::tick);
        }
    }

    private void check(Monitored watched) {
        long nowNs = environment.nanoTime();
        Progress before = seen.get(watched);
        if (before == null || before.progress() != watched.progress() || !watched.isHandling()) {
            seen.put(watched, new Progress(watched.progress(), nowNs, false));
            return;
        }
        long stalledNs = nowNs - before.sinceNs();
        if (stalledNs >= STALL_NS && !before.reported()) {
            seen.put(watched, new Progress(before.progress(), before.sinceNs(), true));
            events.accept(at -> new NodeEvent.HandlerStalled(at, watched.toString(), stalledNs / NS_PER_MS));
        }
    }
}
