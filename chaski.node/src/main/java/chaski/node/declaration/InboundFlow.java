package chaski.node.declaration;

import chaski.api.node.Credit;

/**
 * The credit of one declaration towards one peer. Figures are cumulative since the session began: what was granted, what arrived,
 * what was taken from the queue, and what the peer gave back unused. {@code granted - taken - returned} is outstanding: it is on
 * its way, waits in the queue, or may still be used.
 *
 * <p>Arrivals are counted without a lock by the session's I/O thread; everything else is guarded by the pool.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each field has one writer at a time, see above
public final class InboundFlow implements Credit, Claimant {

    final CreditPool pool;
    final DeclarationPeer peer;
    private final long declarationId;

    /** How much the pool likes this flow to have outstanding. */
    long target;

    long taken;

    /** What the peer will have used when its waiting message has gone. */
    long needed;

    boolean closed;

    private volatile long granted;
    private volatile long returned;
    private volatile int reclaim;
    private volatile long received;
    private int reclaimSettled;
    private long grantedWhenAsked = -1;

    InboundFlow(CreditPool pool, DeclarationPeer peer, long declarationId) {
        this.pool = pool;
        this.peer = peer;
        this.declarationId = declarationId;
    }

    /** {@return the declaration's number} */
    public long declarationId() {
        return declarationId;
    }

    /** {@return what was granted, ever} */
    public long granted() {
        return granted;
    }

    /** {@return raised each time the peer is asked to give unused credit back} */
    public int reclaim() {
        return reclaim;
    }

    @Override
    public boolean received(long cost) {
        long sum = received + cost;
        if (sum > granted - returned) {
            return false;
        }
        received = sum;
        return true;
    }

    @Override
    public void taken(long cost) {
        pool.taken(this, cost);
    }

    void grant(long more) {
        granted = granted + more;
    }

    void askBack() {
        grantedWhenAsked = granted;
        reclaim = reclaim + 1;
    }

    /** What it was asked for and still has, it keeps for a message that waits, and gives it back by itself if that does not come. */
    boolean mayBeAsked() {
        return !closed && reclaimSettled == reclaim && unused() > 0 && granted != grantedWhenAsked;
    }

    void settleReclaim(int generation, long amount) {
        reclaimSettled = generation;
        returned = returned + amount;
    }

    @Override
    public long lacking() {
        return needed - (granted - returned);
    }

    long unused() {
        return granted - received - returned;
    }

    long outstanding() {
        return granted - taken - returned;
    }

    @Override
    public String toString() {
        return "flow of " + peer + " (granted " + granted + ", received " + received + ", taken " + taken
                + ", returned "
                + returned + ", needed " + needed + ", target " + target + ", asked back " + reclaim + " answered "
                + reclaimSettled + (closed ? ", closed)" : ")");
    }
}
