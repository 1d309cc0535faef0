package chaski.node.send;

import chaski.api.TopicPattern;
import chaski.node.wire.DeclarationChange;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One declaration of the peer as the sender sees it, with its remaining credit. All figures are cumulative since the
 * session began, so that sending one twice does no harm. Guarded by the session's outbound lock.
 */
public final class CreditFlow {

    public final long id;
    public final int channel;
    public final TopicPattern pattern;
    final boolean credited;
    public final CreditWaitQueue line;
    private final CreditTable table;

    /** The total credit that the peer has granted. */
    private long granted;

    /** The total credit that messages have used, including what is set aside. */
    private long used;

    /** The total unused credit that was returned at the peer's request. */
    private long yielded;

    private int reclaimAnswered;
    private int reclaimAsked;

    private boolean everBlocked;

    /** The need that was last reported to the peer. */
    private long reportedNeed;

    /** True if the peer has asked for the unused credit and has granted nothing since. */
    private boolean wantedBack;

    /** True if callbacks were notified of a grant and its credit is kept until they run. */
    private boolean shown;

    /** The position from which on messages take its credit; those of a refused flow do not. */
    private long servedFrom;

    /** True if another grant has arrived in the meantime. */
    private boolean shownAgain;

    /** The credit of messages that wait for another resource, by their wait tickets. */
    private final Map<WaitTicket, Long> setAside = new HashMap<>(2);

    /**
     * The value of {@code used} after the largest waiting message is sent; 0 if none waits. Read by I/O threads without
     * the lock.
     */
    private volatile long blockedNeed;

    CreditFlow(CreditTable table, ReentrantLock lock, DeclarationChange.Added added) {
        this.table = table;
        this.id = added.id();
        this.channel = added.channel();
        this.pattern = added.pattern();
        this.credited = added.credited();
        this.granted = added.granted();
        this.line = new CreditWaitQueue(lock);
    }

    public boolean hasCredit(long cost, @Nullable WaitTicket waiter) {
        return !credited
                || (waiter != null && setAside.containsKey(waiter))
                || (!line.isClosedTo(waiter) && unused() >= cost);
    }

    /** True if there is too little credit for a message, as opposed to a waiter ahead of it. */
    public boolean lacks(long cost) {
        return unused() < cost;
    }

    private long unused() {
        return granted - used - yielded;
    }

    public void take(long cost, @Nullable WaitTicket waiter) {
        if (credited && (waiter == null || setAside.remove(waiter) == null)) {
            used += cost;
        }
    }

    /**
     * Keeps credit for a waiting message, so that the credit is still available once nothing else is missing. All
     * publishers take their flows in the same order, so there is no circular wait. Two publishers that took credit and
     * returned it instead could do so without end.
     */
    public void setAside(WaitTicket waiter, long cost) {
        if (credited && setAside.putIfAbsent(waiter, cost) == null) {
            used += cost;
        }
    }

    /** Records from which position of the send log on messages are for this flow; {@code Long.MAX_VALUE} for none. */
    void servedFrom(long position) {
        servedFrom = position;
    }

    /** Returns true if a message at that position of the send log was sent for this flow. */
    boolean isServedAt(long position) {
        return servedFrom <= position;
    }

    /** Returns the credit of a message that is not sent after all. */
    void refund(long cost) {
        if (credited) {
            used -= cost;
        }
    }

    /** Releases what was set aside for a message that no longer waits for it. The lock is not held. */
    void release(WaitTicket waiter) {
        table.giveUp(this, waiter);
    }

    /**
     * Releases what was set aside for a message. The need that was reported to the peer shrinks by that amount. Returns
     * true if it must be reported again.
     */
    boolean giveUp(WaitTicket waiter) {
        Long cost = setAside.remove(waiter);
        if (cost == null) {
            return false;
        }
        used -= cost;
        serveFirst();
        if (blockedNeed == 0) {
            return false;
        }
        blockedNeed = Math.max(0, blockedNeed - cost);
        reportedNeed = blockedNeed;
        return true;
    }

    /** Sets credit aside for the first message in the wait queue, before the peer can ask for it back. */
    private void serveFirst() {
        WaitTicket first = line.first();
        if (first != null && unused() >= first.cost()) {
            setAside(first, first.cost());
        }
    }

    /** Records how much credit a message lacks. Returns true if it must be reported to the peer. */
    public boolean block(long cost) {
        long need = used + cost;
        if (need <= granted - yielded || need <= blockedNeed) {
            return false;
        }
        blockedNeed = need;
        reportedNeed = need;
        everBlocked = true;
        return true;
    }

    /** True if a need was ever reported to the peer, so that it must be reported again on a new link. */
    boolean wasBlocked() {
        return everBlocked;
    }

    public long blockedNeed() {
        return blockedNeed;
    }

    /** Applies a cumulative grant. Returns true if it raises the credit. */
    boolean grant(long total) {
        if (total <= granted) {
            return false;
        }
        granted = total;
        wantedBack = false;
        serveFirst();
        if (granted - yielded >= blockedNeed) {
            blockedNeed = 0;
        }
        return true;
    }

    /** Returns the total credit granted, which increases with each grant. */
    long granted() {
        return granted;
    }

    void reclaim(int generation) {
        if (generation - reclaimAsked > 0) {
            reclaimAsked = generation;
            wantedBack = true;
        }
    }

    /** True if the unused credit is to be returned to the peer. */
    boolean owesYield() {
        return !shown && (reclaimAsked != reclaimAnswered || (wantedBack && unused() > 0));
    }

    /**
     * Keeps the granted credit for callbacks. Returns true if none was kept before, so that {@link #hide} must follow.
     */
    boolean show() {
        shownAgain = shown;
        shown = true;
        return !shownAgain;
    }

    /**
     * Ends the time for which credit is kept for callbacks, unless there was another grant. Returns true if this must
     * be called again.
     */
    boolean hide() {
        shown = shownAgain;
        shownAgain = false;
        return shown;
    }

    /** Returns all unused credit to the peer: the amount, which is to be appended to the send log. */
    long yieldUnused() {
        long amount = unused();
        yielded += amount;
        reclaimAnswered = reclaimAsked;
        return amount;
    }

    /**
     * Clears a need that no waiter has any more. Returns true if this must be reported to the peer, which would
     * otherwise grant again what was returned.
     */
    boolean unblock() {
        if (reportedNeed <= used || !line.isEmpty() || line.hasCallbacks()) {
            return false;
        }
        blockedNeed = 0;
        reportedNeed = 0;
        return true;
    }

    int reclaimGeneration() {
        return reclaimAsked;
    }

    @Override
    public String toString() {
        return "flow " + id + " of " + pattern + " (granted " + granted + ", used " + used + ", yielded " + yielded
                + ", needed " + blockedNeed + ", reported " + reportedNeed + ", asked back " + reclaimAsked
                + " answered "
                + reclaimAnswered + (wantedBack ? ", wanted back" : "") + (shown ? ", shown" : "") + ", set aside "
                + setAside.values() + (line.isEmpty() ? ")" : ", messages wait)");
    }
}
