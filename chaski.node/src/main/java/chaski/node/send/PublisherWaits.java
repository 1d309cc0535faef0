package chaski.node.send;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long publishers have waited for one session, for any resource. Publishers with a queued message or callback are
 * found in the session's {@linkplain CreditWaitQueue wait queues}. Those that use {@code offer} leave only their
 * refusals, which are recorded here while the session has no link: the time between the first and the last refusal
 * counts, and does not grow once no offers are made.
 *
 * <p>Guarded by the lock of the send channel. The methods acquire it unless they are documented to require it.
 */
public final class PublisherWaits {

    private final ReentrantLock lock;
    private final SendChannelOwner owner;
    private final CreditWaitQueue room;
    private final CreditTable credits;

    /** The refusals by route, while the session has no link. */
    private final Map<Long, Refusals> refusals = new HashMap<>(2);

    private boolean stalled;

    private record Refusals(PublisherWait since, long lastNs) {}

    PublisherWaits(ReentrantLock lock, SendChannelOwner owner, CreditWaitQueue room, CreditTable credits) {
        this.lock = lock;
        this.owner = owner;
        this.room = room;
        this.credits = credits;
    }

    /** Records that the session has gained or lost its link. The lock is held. */
    void attached(boolean attached) {
        stalled = !attached;
        refusals.clear();
    }

    /** Records that the direction has ended. The lock is held. */
    void end() {
        stalled = false;
        refusals.clear();
    }

    public boolean isPeerInDoubt() {
        return owner.isInDoubt();
    }

    /**
     * Records that a message of a route was refused because of this session. The lock is held.
     *
     * @param inAllSinceNs identifies the chain of refusals that the refusal belongs to
     */
    public PublisherWait refused(long route, long inAllSinceNs, long nowNs) {
        PublisherWait begun = new PublisherWait(inAllSinceNs, nowNs);
        if (!stalled) {
            return begun;
        }
        Refusals before = refusals.get(route);
        PublisherWait since = before != null && before.since().inAllSinceNs() == inAllSinceNs ? before.since() : begun;
        refusals.put(route, new Refusals(since, nowNs));
        return since;
    }

    /** Returns the wait of a route, which begins now unless the route was refused before. The lock is held. */
    public PublisherWait waitOf(long route, long inAllSinceNs, long nowNs) {
        Refusals before = refusals.get(route);
        return before == null ? new PublisherWait(inAllSinceNs, nowNs) : before.since();
    }

    /** Records that this session does not block a route any more. The lock is held. */
    public void passed(long route) {
        if (stalled) {
            refusals.remove(route);
        }
    }

    /**
     * Returns the longest wait of a publisher for this session during an outage, negative if none has waited. Acquires
     * the lock itself.
     *
     * @param inAll true to count the time for which the publisher waited for other sessions, too
     * @param outageStartNs the start of the outage
     * @param nowNs now
     */
    public long longestWaitNs(boolean inAll, long outageStartNs, long nowNs) {
        lock.lock();
        try {
            long longest =
                    Math.max(longestRefusalNs(inAll, outageStartNs), room.longestWaitNs(inAll, outageStartNs, nowNs));
            return Math.max(longest, credits.longestWaitNs(inAll, outageStartNs, nowNs));
        } finally {
            lock.unlock();
        }
    }

    private long longestRefusalNs(boolean inAll, long outageStartNs) {
        return refusals.values().stream()
                .mapToLong(r -> r.since().waitedNs(inAll, outageStartNs, r.lastNs()))
                .max()
                .orElse(-1);
    }

    /** Wakes every waiting message, so that it checks its obstacle again. Acquires the lock itself. */
    public void wakeMessages() {
        List<Runnable> wakeups = new ArrayList<>(2);
        lock.lock();
        try {
            room.takeMessages(wakeups);
            credits.takeMessages(wakeups);
        } finally {
            lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    public boolean hasWaiters() {
        lock.lock();
        try {
            return !room.isEmpty() || credits.hasWaiters();
        } finally {
            lock.unlock();
        }
    }
}
