package chaski.api.node;

import java.time.Duration;

/**
 * How a lost peer is dialled again: at once, then with exponential backoff and full jitter (each delay is drawn evenly between
 * zero and the current bound, which doubles up to the cap).
 *
 * @param first the first bound; 1 ms to 1 min; default 50 ms
 * @param capWhileResumable the largest bound while the session can be resumed; default 1 s
 * @param cap the largest bound afterwards; default 30 s
 * @param connectTimeout the longest one attempt may take, handshake included; default 10 s
 */
public record ReconnectConfig(Duration first, Duration capWhileResumable, Duration cap, Duration connectTimeout) {

    /** The defaults. */
    public static final ReconnectConfig DEFAULT = new ReconnectConfig(
            Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(10));

    /** Checks the ranges. */
    public ReconnectConfig {
        Ranges.check("reconnect.first", first, Duration.ofMillis(1), Duration.ofMinutes(1));
        Ranges.check("reconnect.capWhileResumable", capWhileResumable, first, Duration.ofHours(1));
        Ranges.check("reconnect.cap", cap, capWhileResumable, Duration.ofHours(1));
        Ranges.check("reconnect.connectTimeout", connectTimeout, Duration.ofMillis(10), Duration.ofHours(1));
    }
}
