package chaski.node.session;

import chaski.api.TopicPattern;
import chaski.node.wire.DeclarationChange;
import org.jspecify.annotations.Nullable;

/**
 * One declaration of the peer as its senders see it, with what credit is left. All figures are cumulative since the session
 * began, so that telling one twice does no harm. Guarded by the session's outbound lock.
 */
final class Flow {

    final Outbound outbound;
    final long id;
    final int channel;
    final TopicPattern pattern;
    final boolean credited;
    final WaitLine line;

    /** What the peer granted, ever. */
    private long granted;

    /** What messages took, ever. */
    private long used;

    /** What was given back unused because the peer asked, ever. */
    private long yielded;

    private int reclaimAnswered;
    private int reclaimAsked;

    /** The grant that the largest waiting message needs; 0 when none waits. Read by I/O threads without the lock. */
    private volatile long blockedNeed;

    Flow(Outbound outbound, DeclarationChange.Added added) {
        this.outbound = outbound;
        this.id = added.id();
        this.channel = added.channel();
        this.pattern = added.pattern();
        this.credited = added.credited();
        this.granted = added.granted();
        this.line = new WaitLine(outbound.lock);
    }

    boolean hasCredit(long cost, @Nullable RouteWaiter waiter) {
        return !credited || (!line.isClosedTo(waiter) && granted - used - yielded >= cost);
    }

    void take(long cost) {
        if (credited) {
            used += cost;
        }
    }

    /** Notes how much a message lacks; true when the peer must be told. */
    boolean block(long cost) {
        long need = used + yielded + cost;
        if (need <= granted || need <= blockedNeed) {
            return false;
        }
        blockedNeed = need;
        return true;
    }

    long blockedNeed() {
        return blockedNeed;
    }

    /** Takes a cumulative grant; true when it is news. */
    boolean grant(long total) {
        if (total <= granted) {
            return false;
        }
        granted = total;
        if (granted >= blockedNeed) {
            blockedNeed = 0;
        }
        return true;
    }

    void reclaim(int generation) {
        if (generation - reclaimAsked > 0) {
            reclaimAsked = generation;
        }
    }

    boolean owesYield() {
        return reclaimAsked != reclaimAnswered;
    }

    /** Gives everything unused back: the amount, to be told in the log. */
    long yieldUnused() {
        long amount = granted - used - yielded;
        yielded += amount;
        reclaimAnswered = reclaimAsked;
        if (blockedNeed > 0) {
            blockedNeed += amount;
        }
        return amount;
    }

    int reclaimGeneration() {
        return reclaimAsked;
    }
}
