package chaski.cli.enroll;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often something happens for each key, such as wrong tokens of an address: a number in a period that begins with the first.
 * Remembers the {@value #MOST_KEYS} keys used last. Thread-safe.
 */
final class AttemptLimiter {

    private static final int MOST_KEYS = 1_024;

    private final int most;
    private final Duration period;
    private final InstantSource clock;
    private final Map<String, Attempts> byKey = new LinkedHashMap<>(16, 0.75f, true);

    private record Attempts(Instant begin, int count) {}

    AttemptLimiter(int most, Duration period, InstantSource clock) {
        this.most = most;
        this.period = period;
        this.clock = clock;
    }

    /** {@return for how many seconds nothing more is allowed; 0 if it is allowed} */
    synchronized long blockedSeconds(String key) {
        Attempts attempts = byKey.get(key);
        Instant now = clock.instant();
        if (attempts == null
                || attempts.count() < most
                || !now.isBefore(attempts.begin().plus(period))) {
            return 0;
        }
        return Math.max(1, Duration.between(now, attempts.begin().plus(period)).toSeconds());
    }

    /** Counts one. */
    synchronized void count(String key) {
        Instant now = clock.instant();
        Attempts before = byKey.get(key);
        Attempts present = before == null || !now.isBefore(before.begin().plus(period)) ? new Attempts(now, 0) : before;
        byKey.put(key, new Attempts(present.begin(), present.count() + 1));
        if (byKey.size() > MOST_KEYS) {
            byKey.remove(byKey.keySet().iterator().next());
        }
    }
}
