package chaski.api.node;

import java.time.Duration;

/**
 * Round-trip times to a peer over the current session.
 *
 * @param samples how many were measured; when 0, the times are zero
 * @param smoothed SRTT of RFC 6298
 * @param variation RTTVAR of RFC 6298
 * @param min the shortest
 * @param max the longest
 * @param p50 the median of the last 1,024
 * @param p99 their 99th percentile
 */
public record RoundTrip(
        long samples, Duration smoothed, Duration variation, Duration min, Duration max, Duration p50, Duration p99) {}
