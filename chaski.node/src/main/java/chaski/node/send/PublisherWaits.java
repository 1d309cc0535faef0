package chaski.node.send;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long publishers wait for one session, whatever they lack there. Guarded by the lock of the send channel, which the methods take unless
 * they say that it is held.
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

    /** The session has a link now, or has none; the lock is held. */
    void attached(boolean attached) {
        if (attached) {
            stall.stop();
        } else {
            stall.start();
        }
    }

    /** The direction has ended; the lock is held. */
    void end() {
        stall.stop();
    }

    public boolean isPeerInDoubt() {
        return owner.isInDoubt();
    }

    /** A route's message was refused because of this session; the lock is held. */
    public PublisherWait refused(long route, long inAllSinceNs, long nowNs) {
        return stall.refused(route, inAllSinceNs, nowNs);
    }

    public PublisherWait waitOf(long route, long inAllSinceNs, long nowNs) {
        return stall.waitOf(route, inAllSinceNs, nowNs);
    }

    /** This session is not in the way of a route; the lock is held. */
    public void passed(long route) {
        stall.passed(route);
    }

    /**
     * How long some publisher has waited for this session during an outage, negative if none has; takes the lock itself.
     *
     * @param inAll whether what it waited for others counts, too
     * @param outageStartNs when the outage began
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

    /** Lets every message that waits look again; takes the lock itself. */
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
