package chaski.node.declaration;

import java.util.ArrayList;
import java.util.List;

/**
 * Accounts for one window: what is outstanding in it and beside it, and what each taker may get.
 *
 * <p>No peer gets more of the window than its <em>share</em>. A message that does not fit a share is <em>large</em> and needs the
 * {@linkplain BesidePlace place beside the window}; there is one such place, and as much again once what is in it is kept credit. Kept
 * credit does not count for the shares of others. Guarded by the pool.
 */
final class WindowAccount {

    /** The first grant is this part of the window, */
    private static final int FIRST_PART = 8;

    /** but no less than this many bytes, as long as that is at most half of what is free. */
    private static final long FIRST_MIN_BYTES = 64 * 1024;

    private final long capacity;
    private final long largestCost;
    private final KeptCreditTotals kept = new KeptCreditTotals();
    private final List<InboundCredit> flows = new ArrayList<>();
    private int openFlows;
    private long outstanding;
    private long beside;

    /** Cumulative figures of this node's own messages. */
    private long ownTaken;

    private long ownReleased;
    private final BesidePlace ownBeside = new BesidePlace();

    private long consumed;
    private boolean withdrawn;

    WindowAccount(long capacity, long largestCost) {
        this.capacity = capacity;
        this.largestCost = largestCost;
    }

    // ---- peers

    /**
     * Adds a peer and grants what it gets without a request: nothing while others wait, because it could not be asked
     * to return it.
     */
    void open(InboundCredit flow, boolean contended) {
        flows.add(flow);
        openFlows++;
        flow.target = Math.min(capacity, Math.max(capacity / FIRST_PART, FIRST_MIN_BYTES));
        if (!contended) {
            long most = openFlows == 1 ? free() : free() / 2;
            grant(flow, Math.max(0, Math.min(flow.target, most)));
        }
    }

    /** A peer's session has ended: its unused credit is free again. What it sent counts until it is consumed. */
    void close(InboundCredit flow) {
        flow.closed = true;
        openFlows--;
        returned(flow, flow.reclaim(), flow.unused());
        removeIfEmpty(flow);
        recount();
    }

    /** A message of a peer was consumed. */
    void consumed(InboundCredit flow, long cost) {
        flow.taken += cost;
        consumed += cost;
        release(flow, cost);
        removeIfEmpty(flow);
    }

    /** A peer returned credit. */
    void returned(InboundCredit flow, int generation, long amount) {
        flow.settleReclaim(generation, amount);
        release(flow, amount);
    }

    void grant(InboundCredit flow, long more) {
        flow.grant(more);
        outstanding += more;
    }

    void grantBeside(InboundCredit flow, long more) {
        flow.grantBeside(more);
        beside += more;
    }

    /** Grants what a peer needs, and up to half of what is free besides, so that it has to ask less often. */
    void grantWithGrowth(InboundCredit flow, long need) {
        long room = Math.min(flow.target, share(flow)) - flow.inWindow() - need;
        long growth = Math.max(0, Math.min(room, (free() - need) / 2));
        grant(flow, need + growth);
    }

    /** Grants a peer that consumes its credit more without being asked, up to its target. Returns false if there is no reason or room. */
    boolean replenish(InboundCredit flow) {
        if (flow.closed || flow.inWindow() > flow.target / 2) {
            return false;
        }
        recount();
        long more = Math.min(Math.min(flow.target, share(flow)) - flow.inWindow(), free());
        if (more <= 0) {
            return false;
        }
        grant(flow, more);
        return true;
    }

    /** A peer that was blocked gets a larger target, */
    void raiseTarget(InboundCredit flow, long need) {
        recount();
        flow.target = Math.min(Math.max(evenShare(), Math.min(need, share(flow))), flow.target * 2);
    }

    /** and one that returned credit a smaller one. */
    void lowerTarget(InboundCredit flow) {
        flow.target = Math.min(flow.target, Math.max(evenShare(), FIRST_MIN_BYTES));
    }

    private void release(InboundCredit flow, long amount) {
        long large = flow.freeBeside();
        beside -= large;
        outstanding -= amount - large;
    }

    private void removeIfEmpty(InboundCredit flow) {
        if (flow.closed && flow.outstanding() == 0) {
            flows.remove(flow);
        }
    }

    /** {@return all peers that have a session or something outstanding} */
    List<InboundCredit> flows() {
        return flows;
    }

    int openFlows() {
        return openFlows;
    }

    // ---- this node's own messages

    /** Takes room for a message of this node's own. */
    void takeOwn(long cost, boolean large) {
        if (large) {
            ownBeside.take(ownTaken, cost);
            beside += cost;
        } else {
            outstanding += cost;
        }
        ownTaken += cost;
    }

    /** Frees the room of a message of this node's own, as if in the order in which room was taken. */
    void releaseOwn(long cost) {
        ownReleased += cost;
        long large = ownBeside.release(ownReleased);
        beside -= large;
        outstanding -= cost - large;
    }

    void countConsumed(long cost) {
        consumed += cost;
    }

    /** {@return the cost of all messages consumed so far} */
    long consumed() {
        return consumed;
    }

    // ---- free room

    /** From now on the window bounds nothing. */
    void withdraw() {
        withdrawn = true;
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    long free() {
        return capacity - outstanding;
    }

    boolean fitsBeside(long cost) {
        return beside == 0 || (beside == kept.beside() && beside + cost <= 2 * largestCost);
    }

    private long evenShare() {
        return Math.max(1, (capacity - capacity / 4) / Math.max(1, openFlows));
    }

    /** The most that a peer may have outstanding in the window: a part of what others do not keep; if alone, all of a small one. */
    long share(InboundCredit flow) {
        long rest = capacity - (kept.inWindow() - flow.kept);
        long alone = Math.max(rest - rest / 4, Math.min(rest, FIRST_MIN_BYTES));
        return Math.max(1, openFlows == 1 ? alone : rest / 2);
    }

    /** What a claimant lacks. A peer may report any number, but a message has a largest size. */
    long need(Claimant claimant) {
        return claimant instanceof InboundCredit ? Math.min(claimant.lacking(), largestCost) : claimant.lacking();
    }

    boolean isLarge(Claimant claimant) {
        return claimant instanceof InboundCredit flow ? need(flow) > share(flow) : isLarge(claimant.lacking());
    }

    /** An own message is large if it would find no room even though all peers that answer held nothing. */
    boolean isLarge(long ownCost) {
        return ownCost > capacity - kept.inWindow();
    }

    /** {@return true if an own message fits an empty window} */
    boolean fitsWindow(long ownCost) {
        return ownCost <= capacity;
    }

    /** {@return true if a claimant is large only because of kept credit} */
    boolean isCrowdedOut(Claimant claimant) {
        return kept.inWindow() > 0 && need(claimant) <= capacity / 2;
    }

    // ---- kept credit

    KeptCreditTotals kept() {
        return kept;
    }

    /** Counts kept credit again. */
    void countKept() {
        kept.count(flows);
    }

    /** Counts kept credit again if there was some: it can only become less between checks. */
    void recount() {
        if (!kept.isEmpty()) {
            countKept();
        }
    }

    @Override
    public String toString() {
        return "window of " + capacity + ", " + outstanding + " outstanding, " + kept.inWindow() + " of that kept, "
                + beside + " beside it, " + kept.beside() + " of that kept";
    }
}
