package chaski.node.send;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one resource, room in a log or credit of a flow: messages that must go out, in the order they came, and
 * callbacks. While a message lacks the resource, nobody behind gets it, so that a large one is not overtaken for ever.
 *
 * <p>Guarded by the lock it is given, except that what {@link #takeWakeups} returned is run without it.
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
     * Whether somebody ahead lacks what this line is for. Who only stands behind such a one keeps nobody out: several that wait for two
     * lines would send each other from one to the other without end.
     */
    public boolean isClosedTo(@Nullable WaitTicket waiter) {
        if (waiters.isEmpty()) { // as for nearly every message: not even an iterator
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

    /** How long the messages and callbacks that are here have waited, of an outage; negative if there is none. */
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

    /** Collects the messages, which look for themselves what is in their way now. */
    void takeMessages(List<Runnable> into) {
        waiters.forEach(w -> into.add(w.wake));
    }

    /** Collects who should try again: the first message, and when none waits, every callback. */
    void takeWakeups(List<Runnable> into) {
        WaitTicket first = waiters.peekFirst();
        if (first != null) {
            into.add(first.wake);
        } else {
            takeCallbacks(into);
        }
    }

    /** Collects everybody, because the resource is gone. */
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
