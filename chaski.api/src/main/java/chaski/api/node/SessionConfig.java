package chaski.api.node;

import java.time.Duration;

/**
 * The buffers and timeouts of sessions.
 *
 * @param resumeTimeout how long a session survives the loss of its last link; the smaller value of both sides applies; 0 to 1 h;
 *     default 120 s
 * @param maxStall how long a publisher waits for a peer that has no link before the session ends; 0 to 1 h; default 30 s
 * @param sendLogBytes the most unacknowledged bytes in the send log of one peer; 128 KiB to 1 GiB; default 8 MiB
 * @param totalLogBytes the most bytes in all send logs of the node; at least {@code sendLogBytes}; default a quarter of the JVM's
 *     memory. Partly received messages of all peers take at most half as much, or what two peers may send unfinished if that is
 *     more; beyond that, the session ends that holds most of them and makes no progress
 * @param drainTimeout how long a graceful close waits for acknowledgements; 0 to 1 h; default 10 s
 */
public record SessionConfig(
        Duration resumeTimeout, Duration maxStall, long sendLogBytes, long totalLogBytes, Duration drainTimeout) {

    /** Declared before the defaults, which are checked with it. */
    private static final Duration HOUR = Duration.ofHours(1);

    /** The defaults. */
    public static final SessionConfig DEFAULT = new SessionConfig(
            Duration.ofSeconds(120),
            Duration.ofSeconds(30),
            8L << 20,
            Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4),
            Duration.ofSeconds(10));

    /** Checks the ranges. */
    public SessionConfig {
        Ranges.check("session.resumeTimeout", resumeTimeout, Duration.ZERO, HOUR);
        Ranges.check("session.maxStall", maxStall, Duration.ZERO, HOUR);
        Ranges.check("session.sendLogBytes", sendLogBytes, 128L << 10, 1L << 30);
        Ranges.check("session.totalLogBytes", totalLogBytes, sendLogBytes, Long.MAX_VALUE);
        Ranges.check("session.drainTimeout", drainTimeout, Duration.ZERO, HOUR);
    }

    /** {@return the maximum size of one message in bytes: half of the log} */
    public long maxMessageBytes() {
        return sendLogBytes / 2;
    }

    /**
     * Returns a copy with another resume timeout.
     *
     * @param value the timeout
     * @return the copy
     */
    public SessionConfig resumeTimeout(Duration value) {
        return new SessionConfig(value, maxStall, sendLogBytes, totalLogBytes, drainTimeout);
    }

    /**
     * Returns a copy with another stall limit.
     *
     * @param value the limit
     * @return the copy
     */
    public SessionConfig maxStall(Duration value) {
        return new SessionConfig(resumeTimeout, value, sendLogBytes, totalLogBytes, drainTimeout);
    }

    /**
     * Returns a copy with another log size.
     *
     * @param value the bytes
     * @return the copy
     */
    public SessionConfig sendLogBytes(long value) {
        return new SessionConfig(resumeTimeout, maxStall, value, Math.max(value, totalLogBytes), drainTimeout);
    }

    /**
     * Returns a copy with another drain timeout.
     *
     * @param value the timeout
     * @return the copy
     */
    public SessionConfig drainTimeout(Duration value) {
        return new SessionConfig(resumeTimeout, maxStall, sendLogBytes, totalLogBytes, value);
    }
}
