package chaski.node.dial;

import chaski.api.node.ReconnectConfig;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The delay before the next dial: close to zero at first, then drawn evenly between zero and a bound that doubles up to a cap
 * ("full jitter"), so that many nodes that lost the same peer do not reconnect together. Only a link that lasts counts as a
 * success: a link that breaks at once must not be dialled again at once indefinitely. Confined to the control loop.
 */
final class Backoff {

    private static final long FIRST_JITTER_NS = 5_000_000L;

    /** A link that lived this long was a success. */
    private static final long LASTING_NS = 250_000_000L;

    private final Supplier<ReconnectConfig> current;
    private final RandomGenerator random;
    private int failures;
    private boolean connected;
    private long connectedNs;

    Backoff(Supplier<ReconnectConfig> current, RandomGenerator random) {
        this.current = current;
        this.random = random;
    }

    void reset() {
        failures = 0;
        connected = false;
    }

    void succeeded(long nowNs) {
        connected = true;
        connectedNs = nowNs;
    }

    /** Returns the next delay; {@code resumable} while a session waits for it. */
    long nextNs(long nowNs, boolean resumable) {
        if (connected && nowNs - connectedNs >= LASTING_NS) {
            failures = 0;
        }
        connected = false;
        long boundNs = FIRST_JITTER_NS;
        if (failures > 0) {
            ReconnectConfig config = current.get();
            Duration cap = resumable ? config.capWhileResumable() : config.cap();
            long doubled = config.first().toNanos() << Math.min(failures - 1, 30);
            boundNs = doubled <= 0 ? cap.toNanos() : Math.min(doubled, cap.toNanos());
        }
        failures++;
        return random.nextLong(boundNs + 1);
    }
}
