package chaski.node.declaration;

import chaski.api.protocol.Credit;
import java.util.function.ObjLongConsumer;

/**
 * The credit of one declaration towards one peer. Figures are cumulative since the session began: what was granted, what arrived,
 * what was taken from the queue, and what the peer returned unused. {@code granted - taken - returned} is outstanding: it is in
 * flight, waits in the queue, or may still be used.
 *
 * <p>Arrivals are counted without a lock by the session's I/O thread; everything else is guarded by the pool.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // each field has one writer at a time, see above
public final class InboundCredit implements Credit, Claimant {

    /** Checks are half a second apart, so credit is kept after half a second to a second: longer than a round trip takes. */
    static final int KEPT_AFTER_CHECKS = 2;

    private final ObjLongConsumer<InboundCredit> whenTaken;
    final DeclarationPeer peer;
    private final long declarationId;

    /** How much the pool aims to have outstanding for this flow. */
    long target;

    long taken;

    /** The cumulative figure that the peer needs to send its waiting message. */
    long needed;

    boolean closed;

    private final BesidePlace beside = new BesidePlace();

    /** The part of the outstanding credit in the window that was reclaimed and is kept, as counted last. */
    long kept;

    private volatile long granted;
    private volatile long returned;
    private volatile int reclaim;
    private volatile long received;
    private int reclaimSettled;
    private long grantedWhenAsked = -1;

    /** The number of the check before the latest request. */
    private int askedAt;

    /**
     * Credit up to this figure was reclaimed long enough ago to count as kept, unless it was used or returned since.
     */
    private long keptUpTo;

    /** Credit up to this figure was reclaimed, at check {@link #dueSince}. */
    private long dueUpTo;

    private int dueSince;

    /**
     * Credit without a grant.
     *
     * @param whenTaken called when a message was consumed, with its cost
     */
    InboundCredit(ObjLongConsumer<InboundCredit> whenTaken, DeclarationPeer peer, long declarationId) {
        this.whenTaken = whenTaken;
        this.peer = peer;
        this.declarationId = declarationId;
    }

    /** {@return the declaration's number} */
    public long declarationId() {
        return declarationId;
    }

    /** {@return all credit granted so far} */
    public long granted() {
        return granted;
    }

    /** {@return the number of requests to return unused credit} */
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
        whenTaken.accept(this, cost);
    }

    void grant(long more) {
        granted = granted + more;
    }

    /** Grants room beside the window, while the flow has none there. */
    void grantBeside(long more) {
        beside.take(granted, more);
        grant(more);
    }

    /** Frees room beside the window after credit was consumed or returned, in the order of grants; returns how much. */
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
     * Returns how much credit was reclaimed {@link #KEPT_AFTER_CHECKS} checks ago and is neither used nor returned.
     * Credit granted first is used first: a peer that sends keeps nothing in the end, and later grants make the rest no
     * younger.
     */
    long countKept(int check) {
        if (dueUpTo > keptUpTo && check - dueSince >= KEPT_AFTER_CHECKS) {
            keptUpTo = dueUpTo;
        }
        long asked = reclaimSettled == reclaim ? grantedWhenAsked : granted; // until it answers, including later grants
        if (asked > keptUpTo && dueUpTo <= Math.max(keptUpTo, received + returned)) {
            dueUpTo = asked;
            dueSince = check;
        }
        return Math.max(0, keptUpTo - received - returned);
    }

    /** True if the peer has not answered a request for more than {@link #KEPT_AFTER_CHECKS} checks. */
    boolean owesAnswer(int check) {
        return !closed && reclaimSettled != reclaim && check - askedAt > KEPT_AFTER_CHECKS && unused() > 0;
    }

    /**
     * True if a request could bring something. A peer that has answered keeps the rest for a message that waits, and returns it unasked
     * if that message is not sent.
     */
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

    /** {@return credit that was granted and neither used nor returned} */
    public long unused() {
        return granted - received - returned;
    }

    long outstanding() {
        return granted - taken - returned;
    }

    /** What is outstanding in the window. */
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
