package chaski.node.send;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The waiters for one resource, which is room in a send log or credit of a flow: messages in order of arrival, and
 * callbacks. While a message lacks the resource, no waiter behind it obtains it, so that a large message is not
 * overtaken indefinitely.
 *
 * <p>Guarded by the lock that the constructor receives, except that the result of {@link #takeWakeups} is run without
 * it.
 */
public final class CreditWaitQueue {

    public final ReentrantLock lock;
    private final ArrayDeque<WaitTicket> waiters = new ArrayDeque<>(2);
    private final List<Callback> callbacks = new ArrayList<>(2);

    private record Callback(Runnable task, PublisherWait since) {}

    CreditWaitQueue(ReentrantLock lock) {
        this.lock = lock;
    }

    /**
     * True if a waiter ahead is blocked on this queue's own resource. A waiter that merely queues behind it does not
     * block others; several waiters on two queues would otherwise livelock.
     */
    public boolean isClosedTo(@Nullable WaitTicket waiter) {
        if (waiters.isEmpty()) { // the usual case; avoids even an iterator
            return false;
        }
        for (WaitTicket ahead : waiters) {
            if (ahead == waiter) {
                return false;
            }
            if (ahead.lacks()) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    WaitTicket first() {
        return waiters.peekFirst();
    }

    boolean hasCallbacks() {
        return !callbacks.isEmpty();
    }

    boolean isEmpty() {
        return waiters.isEmpty();
    }

    void join(WaitTicket waiter) {
        waiters.addLast(waiter);
    }

    void leave(WaitTicket waiter) {
        waiters.remove(waiter);
    }

    public void add(Runnable callback, PublisherWait since) {
        callbacks.add(new Callback(callback, since));
    }

    public void remove(Runnable callback) {
        callbacks.removeIf(c -> c.task() == callback);
    }

    /**
     * Returns the longest wait of the queued messages and callbacks, counted within an outage; negative if there are
     * none.
     */
    long longestWaitNs(boolean inAll, long outageStartNs, long nowNs) {
        long longest = -1;
        for (WaitTicket waiter : waiters) {
            longest = Math.max(longest, waiter.since().waitedNs(inAll, outageStartNs, nowNs));
        }
        for (Callback callback : callbacks) {
            longest = Math.max(longest, callback.since().waitedNs(inAll, outageStartNs, nowNs));
        }
        return longest;
    }

    /** Collects the wakeups of all messages, each of which checks its obstacle again. */
    void takeMessages(List<Runnable> into) {
        waiters.forEach(w -> into.add(w.wake));
    }

    /** Collects the waiters that should try again: the first message, or every callback if no message waits. */
    void takeWakeups(List<Runnable> into) {
        WaitTicket first = waiters.peekFirst();
        if (first != null) {
            into.add(first.wake);
        } else {
            takeCallbacks(into);
        }
    }

    /** Collects all waiters, because the resource no longer exists. */
    void takeAll(List<Runnable> into) {
        waiters.forEach(w -> into.add(w.wake));
        takeCallbacks(into);
    }

    private void takeCallbacks(List<Runnable> into) {
        callbacks.forEach(c -> into.add(c.task()));
        callbacks.clear();
    }

    @Override
    public String toString() {
        return waiters + " and " + callbacks.size() + " callbacks";
    }
}
