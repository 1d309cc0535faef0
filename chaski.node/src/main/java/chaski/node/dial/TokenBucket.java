package chaski.node.dial;

/** Tokens that are refilled at a steady rate, up to a burst; an unused token may be returned. Confined to its user. */
final class TokenBucket {

    private final long intervalNs;
    private final int burst;
    private long paidUntilNs;

    TokenBucket(int burst, long intervalNs, long nowNs) {
        this.burst = burst;
        this.intervalNs = intervalNs;
        this.paidUntilNs = nowNs;
    }

    /** {@return the time until there is a token; 0 or less if there is one} */
    long waitNs(long nowNs) {
        return paidUntilNs - nowNs - (burst - 1) * intervalNs;
    }

    void take(long nowNs) {
        paidUntilNs = (paidUntilNs - nowNs < 0 ? nowNs : paidUntilNs) + intervalNs;
    }

    void giveBack() {
        paidUntilNs -= intervalNs;
    }
}
