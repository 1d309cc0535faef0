package chaski.api.transport;

import java.time.Duration;

/**
 * The options for opening a link.
 *
 * @param timeout the longest the attempt may take; positive
 */
public record ConnectOptions(Duration timeout) {

    /** A timeout of ten seconds. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(Duration.ofSeconds(10));

    /** Checks the timeout. */
    public ConnectOptions {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("expected a positive connect timeout, got " + timeout);
        }
    }
}
