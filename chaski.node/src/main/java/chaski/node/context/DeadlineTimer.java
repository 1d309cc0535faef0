package chaski.node.context;

import chaski.api.protocol.Environment;
import chaski.api.protocol.Environment.Cancellable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all parts that have deadlines. It is set to the earliest deadline, and when it fires, all parts are ticked. It is
 * set again only if that deadline has changed, so {@link #update} after a task that changes none costs a comparison. Confined to
 * the control loop.
 */
public final class DeadlineTimer {

    /** After a tick that failed: a part that fails at once again must not occupy the control loop. */
    static final long PAUSE_AFTER_FAILURE_NS = 1_000_000_000L;

    private static final long LEAST_DELAY_NS = 1;

    private final Environment environment;
    private final List<TimerSource> sources = new ArrayList<>();
    private @Nullable Cancellable armed;
    private long armedForNs;
    private boolean stopped;

    DeadlineTimer(Environment environment) {
        this.environment = environment;
    }

    /**
     * Adds a part, which is ticked after those that were added before.
     *
     * @param source the part
     */
    public void add(TimerSource source) {
        sources.add(source);
    }

    /** Cancels the timer; it is not set again. */
    public void stop() {
        stopped = true;
        disarm();
    }

    /** Sets the timer to the earliest deadline, which a task may have changed. */
    void update() {
        if (!stopped && !sources.isEmpty() && (armed == null || earliestNs(environment.nanoTime()) != armedForNs)) {
            arm(LEAST_DELAY_NS);
        }
    }

    private void arm(long leastDelayNs) {
        disarm();
        long nowNs = environment.nanoTime();
        armedForNs = earliestNs(nowNs);
        armed = environment.schedule(Math.max(leastDelayNs, armedForNs - nowNs), this::fire);
    }

    private void disarm() {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
    }

    private long earliestNs(long nowNs) {
        long earliestNs = sources.get(0).deadlineNs(nowNs);
        for (int i = 1; i < sources.size(); i++) {
            long nextNs = sources.get(i).deadlineNs(nowNs);
            earliestNs = nextNs - earliestNs < 0 ? nextNs : earliestNs;
        }
        return earliestNs;
    }

    private void fire() {
        armed = null;
        long leastDelayNs = PAUSE_AFTER_FAILURE_NS;
        try {
            sources.forEach(source -> source.tick(environment.nanoTime()));
            leastDelayNs = LEAST_DELAY_NS;
        } finally {
            if (!stopped) {
                arm(leastDelayNs);
            }
        }
    }
}
