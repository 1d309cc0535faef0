package chaski.node.declaration;

import chaski.api.protocol.Credit;

/**
 * The credit of one declaration towards one peer. Figures are cumulative since the session began: what was granted, what arrived,
 * what was taken from the queue, and what the peer gave back unused. {@code granted - taken - returned} is outstanding: it is on
 * its way, waits in the queue, or may still be used.
 *
 * <p>Arrivals are counted without a lock by the session's I/O thread; everything else is guarded by the pool.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each field has one writer at a time, see above
public final class InboundCredit implements Credit, Claimant {

    final CreditPool pool;
    final DeclarationPeer peer;
    private final long declarationId;

    /** How much the pool likes this flow to have outstanding. */
    long target;

    long taken;

    /** What the peer will have used when its waiting message has gone. */
    long needed;

    boolean closed;

    private final BesidePlace beside = new BesidePlace();

    /** Of what is outstanding in the window, the credit that was asked back and is kept, as counted last. */
    long kept;

    private volatile long granted;
    private volatile long returned;
    private volatile int reclaim;
    private volatile long received;
    private int reclaimSettled;
    private long grantedWhenAsked = -1;

    /** The number of the look before the last time it was asked. */
    private int askedAt;

    /** Credit up to this figure was asked back so long ago that it counts as kept, unless it is used or returned by now. */
    private long keptUpTo;

    /** Credit up to this figure was asked back, and at which look. */
    private long dueUpTo;

    private int dueSince;

    InboundCredit(CreditPool pool, DeclarationPeer peer, long declarationId) {
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

    /** Grants room beside the window, where the flow has none. */
    void grantBeside(long more) {
        beside.take(granted, more);
        grant(more);
    }

    /** Finds what is beside the window after something was consumed or returned, as if in the order of grants: how much less it is. */
    long freeBeside() {
        return beside.release(taken + returned);
    }

    /** {@return how much is outstanding beside the window} */
    long beside() {
        return beside.outstanding();
    }

    /** How much of the credit that is kept is beside the window. */
    long keptBeside() {
        return beside.overlap(received + returned, keptUpTo);
    }

    void askBack(int check) {
        grantedWhenAsked = granted;
        askedAt = check;
        reclaim = reclaim + 1;
        countKept(check);
    }

    /**
     * How much credit was asked back some looks ago and is neither used nor returned. What was granted first is used first, so that a peer
     * that goes on keeps nothing in the end, and what is granted later makes the rest no younger.
     */
    long countKept(int check) {
        if (dueUpTo > keptUpTo && check - dueSince >= KeptCredit.CHECKS) {
            keptUpTo = dueUpTo;
        }
        long asked = reclaimSettled == reclaim ? grantedWhenAsked : granted; // until it answers, whatever it gets
        if (asked > keptUpTo && dueUpTo <= Math.max(keptUpTo, received + returned)) {
            dueUpTo = asked;
            dueSince = check;
        }
        return Math.max(0, keptUpTo - received - returned);
    }

    /** Whether it was asked for something some looks ago and has not answered. */
    boolean owesAnswer(int check) {
        return !closed && reclaimSettled != reclaim && check - askedAt > KeptCredit.CHECKS && unused() > 0;
    }

    /** What it was asked for and still has, it keeps for a message that waits, and gives it back by itself if that does not come. */
    boolean mayBeAsked() {
        return !closed && reclaimSettled == reclaim && unused() > 0 && granted != grantedWhenAsked;
    }

    void settleReclaim(int generation, long amount) {
        reclaimSettled = Math.max(reclaimSettled, generation);
        returned = returned + amount;
    }

    @Override
    public long lacking() {
        return needed - (granted - returned);
    }

    long returned() {
        return returned;
    }

    /** {@return what was granted and has neither arrived nor come back} */
    public long unused() {
        return granted - received - returned;
    }

    long outstanding() {
        return granted - taken - returned;
    }

    /** What is outstanding, without what is beside the window. */
    long inWindow() {
        return outstanding() - beside.outstanding();
    }

    @Override
    public String toString() {
        return "flow of " + peer + " (granted " + granted + ", received " + received + ", taken " + taken
                + ", returned "
                + returned + ", needed " + needed + ", target " + target + ", asked back " + reclaim + " answered "
                + reclaimSettled + ", beside the window " + beside() + ", kept " + kept + (closed ? ", closed)" : ")");
    }
}
