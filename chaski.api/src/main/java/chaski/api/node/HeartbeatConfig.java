package chaski.api.node;

import java.time.Duration;

/**
 * The times of silence after which a peer is pinged, suspected and called down. Each must be longer than the one before.
 *
 * @param interval silence after which a PING is sent; 200 ms to 1 h, since peers accept no more than one each 200 ms; default 2.5 s
 * @param suspectAfter silence after which the peer is suspect; default 5 s
 * @param downAfter silence after which the link counts as lost and the peer as down; default 10 s
 */
public record HeartbeatConfig(Duration interval, Duration suspectAfter, Duration downAfter) {

    /** The shortest interval that a peer accepts permanently; a node that pings more often is disconnected. */
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(200);

    /** The defaults. */
    public static final HeartbeatConfig DEFAULT =
            new HeartbeatConfig(Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** Checks the ranges. */
    public HeartbeatConfig {
        Ranges.check("heartbeat.interval", interval, LEAST_INTERVAL, Duration.ofHours(1));
        Ranges.check("heartbeat.suspectAfter", suspectAfter, interval.plusMillis(1), Duration.ofHours(2));
        Ranges.check("heartbeat.downAfter", downAfter, suspectAfter.plusMillis(1), Duration.ofHours(3));
    }
}
