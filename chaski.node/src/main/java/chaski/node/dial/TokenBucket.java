package chaski.node.dial;

/** A number of tokens that come back at a steady rate, up to a burst; one that was not needed may be given back. Confined to its user. */
final class TokenBucket {

    private final long intervalNs;
    private final int burst;
    private long paidUntilNs;

    TokenBucket(int burst, long intervalNs, long nowNs) {
        this.burst = burst;
        this.intervalNs = intervalNs;
        this.paidUntilNs = nowNs;
    }

    /** {@return how long it is until there is a token; 0 or less if there is one} */
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
