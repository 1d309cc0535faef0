package chaski.node.send;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long publishers have waited for one session, for any resource. Guarded by the lock of the send channel. The
 * methods acquire it unless they are documented to require it.
 */
public final class PublisherWaits {

    private final ReentrantLock lock;
    private final SendChannelOwner owner;
    private final CreditWaitQueue room;
    private final CreditTable credits;
    private final StallClock stall = new StallClock();

    PublisherWaits(ReentrantLock lock, SendChannelOwner owner, CreditWaitQueue room, CreditTable credits) {
        this.lock = lock;
        this.owner = owner;
        this.room = room;
        this.credits = credits;
    }

    /** Records that the session has gained or lost its link. The lock is held. */
    void attached(boolean attached) {
        if (attached) {
            stall.stop();
        } else {
            stall.start();
        }
    }

    /** Records that the direction has ended. The lock is held. */
    void end() {
        stall.stop();
    }

    public boolean isPeerInDoubt() {
        return owner.isInDoubt();
    }

    /** Records that a message of a route was refused because of this session. The lock is held. */
    public PublisherWait refused(long route, long inAllSinceNs, long nowNs) {
        return stall.refused(route, inAllSinceNs, nowNs);
    }

    public PublisherWait waitOf(long route, long inAllSinceNs, long nowNs) {
        return stall.waitOf(route, inAllSinceNs, nowNs);
    }

    /** Records that this session does not block a route. The lock is held. */
    public void passed(long route) {
        stall.passed(route);
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
                    Math.max(stall.longestNs(inAll, outageStartNs), room.longestWaitNs(inAll, outageStartNs, nowNs));
            return Math.max(longest, credits.longestWaitNs(inAll, outageStartNs, nowNs));
        } finally {
            lock.unlock();
        }
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
