package chaski.streamer.publish;

import chaski.api.protocol.Environment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The publishers that are blocked now, checked four times a second while there are any, so that publishing has no extra
 * cost otherwise. {@link #add} is thread-safe, the rest happens on the control loop.
 */
final class PublisherStallMonitor {

    /** A quarter of the least time after which a subscription may be cut. */
    private static final long TICK_NS = 250_000_000L;

    private final Environment environment;
    private final Set<PublisherStall> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();

    PublisherStallMonitor(Environment environment) {
        this.environment = environment;
    }

    /** A publisher was refused. */
    void add(PublisherStall publisher) {
        if (all.add(publisher)) {
            tickIfNeeded();
        }
    }

    private void tickIfNeeded() {
        if (!all.isEmpty() && ticking.compareAndSet(false, true)) {
            environment.schedule(TICK_NS, this::tick);
        }
    }

    private void tick() {
        long nowNs = environment.nanoTime();
        for (PublisherStall publisher : all) {
            if (publisher.pipeline().isHeldUp(nowNs)) {
                publisher.update(nowNs);
            } else {
                remove(publisher, nowNs);
            }
        }
        ticking.set(false);
        tickIfNeeded();
    }

    private void remove(PublisherStall publisher, long nowNs) {
        publisher.reset();
        all.remove(publisher);
        if (publisher.pipeline().isHeldUp(nowNs)) { // refused just before it was removed
            all.add(publisher);
        }
    }
}
