package chaski.node.send;

import chaski.api.TopicPattern;
import chaski.node.wire.DeclarationChange;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One declaration of the peer as its senders see it, with what credit is left. All figures are cumulative since the session
 * began, so that telling one twice does no harm. Guarded by the session's outbound lock.
 */
public final class CreditFlow {

    public final SendChannel outbound;
    public final long id;
    public final int channel;
    public final TopicPattern pattern;
    final boolean credited;
    public final CreditWaitQueue line;

    /** What the peer granted, ever. */
    private long granted;

    /** What messages took, ever; what is set aside counts. */
    private long used;

    /** What was given back unused because the peer asked, ever. */
    private long yielded;

    private int reclaimAnswered;
    private int reclaimAsked;

    private boolean everBlocked;

    /** What the peer believes that is needed. */
    private long toldNeed;

    /** Whether the peer has asked for what is unused and has granted nothing since. */
    private boolean wantedBack;

    /** Whether callbacks were told of a grant and should find it when they come. */
    private boolean shown;

    /** Whether there was another grant meanwhile. */
    private boolean shownAgain;

    /** Credit of messages that wait for something else, by their place in line. */
    private final Map<WaitTicket, Long> setAside = new HashMap<>(2);

    /** What will have been used once the largest waiting message goes; 0 when none waits. Read by I/O threads without the lock. */
    private volatile long blockedNeed;

    CreditFlow(SendChannel outbound, DeclarationChange.Added added) {
        this.outbound = outbound;
        this.id = added.id();
        this.channel = added.channel();
        this.pattern = added.pattern();
        this.credited = added.credited();
        this.granted = added.granted();
        this.line = new CreditWaitQueue(outbound.lock);
    }

    public boolean hasCredit(long cost, @Nullable WaitTicket waiter) {
        return !credited
                || (waiter != null && setAside.containsKey(waiter))
                || (!line.isClosedTo(waiter) && unused() >= cost);
    }

    /** Whether there is too little for a message, rather than somebody ahead of it. */
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
     * Keeps credit for a message that waits, so that it is still there when nothing else is missing. Every publisher takes its flows
     * in the same order, so nobody waits in a circle; two that took and gave back instead could do so for ever.
     */
    public void setAside(WaitTicket waiter, long cost) {
        if (credited && setAside.putIfAbsent(waiter, cost) == null) {
            used += cost;
        }
    }

    /** Gives what was set aside to others; what the peer was told to need is less by that, and it must be told. */
    void giveUp(WaitTicket waiter) {
        Long cost = setAside.remove(waiter);
        if (cost == null) {
            return;
        }
        used -= cost;
        serveFirst();
        if (blockedNeed > 0) {
            blockedNeed = Math.max(0, blockedNeed - cost);
            toldNeed = blockedNeed;
            outbound.blockedChanged(this);
        }
    }

    /** The first message in line gets its credit before anybody can ask for it back. */
    private void serveFirst() {
        WaitTicket first = line.first();
        if (first != null && unused() >= first.cost()) {
            setAside(first, first.cost());
        }
    }

    /** Notes how much a message lacks; true when the peer must be told. */
    public boolean block(long cost) {
        long need = used + cost;
        if (need <= granted - yielded || need <= blockedNeed) {
            return false;
        }
        blockedNeed = need;
        toldNeed = need;
        everBlocked = true;
        return true;
    }

    /** Whether the peer was ever told of a need, so that it has to be told on a new link. */
    boolean wasBlocked() {
        return everBlocked;
    }

    public long blockedNeed() {
        return blockedNeed;
    }

    /** Takes a cumulative grant; true when it is news. */
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

    /** Grows with each grant. */
    long granted() {
        return granted;
    }

    void reclaim(int generation) {
        if (generation - reclaimAsked > 0) {
            reclaimAsked = generation;
            wantedBack = true;
        }
    }

    /** Whether the peer is to be given what is unused. */
    boolean owesYield() {
        return !shown && (reclaimAsked != reclaimAnswered || (wantedBack && unused() > 0));
    }

    /** Keeps what was granted for callbacks; true when nothing was kept before, so that {@link #hide} has to follow. */
    boolean show() {
        shownAgain = shown;
        shown = true;
        return !shownAgain;
    }

    /** The time of callbacks is over, unless there was another grant; true when this has to be called again. */
    boolean hide() {
        shown = shownAgain;
        shownAgain = false;
        return shown;
    }

    /** Gives everything unused back: the amount, to be told in the log. */
    long yieldUnused() {
        long amount = unused();
        yielded += amount;
        reclaimAnswered = reclaimAsked;
        return amount;
    }

    /** Forgets a need that nobody has any more; true when the peer must be told, or it would grant again what was given back. */
    boolean unblock() {
        if (toldNeed <= used || !line.isEmpty() || line.hasCallbacks()) {
            return false;
        }
        blockedNeed = 0;
        toldNeed = 0;
        return true;
    }

    int reclaimGeneration() {
        return reclaimAsked;
    }

    @Override
    public String toString() {
        return "flow " + id + " of " + pattern + " (granted " + granted + ", used " + used + ", yielded " + yielded
                + ", needed " + blockedNeed + ", reported " + toldNeed + ", asked back " + reclaimAsked + " answered "
                + reclaimAnswered + (wantedBack ? ", wanted back" : "") + (shown ? ", shown" : "") + ", set aside "
                + setAside.values() + (line.isEmpty() ? ")" : ", messages wait)");
    }
}
