package chaski.node.membership;

/** A bucket of tokens that fills evenly over time. */
final class RateLimit {

    private final long intervalNs;
    private final long burst;
    private long tokens;
    private long filledNs;

    /** Allows so many immediately, and one more each interval. */
    RateLimit(long burst, long intervalNs, long nowNs) {
        this.burst = burst;
        this.intervalNs = intervalNs;
        tokens = burst;
        filledNs = nowNs;
    }

    boolean tryTake(long nowNs) {
        long more = (nowNs - filledNs) / intervalNs;
        if (more > 0) {
            tokens = Math.min(burst, tokens + Math.min(more, burst));
            filledNs += more * intervalNs;
        }
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
