package chaski.node.send;

import chaski.api.protocol.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One waiting message. It is in one queue at a time, that of the resource it lacked last: a {@link CreditWaitQueue}, or
 * the queue of one of {@linkplain LocalWindows this node's own windows}. It keeps the credit and the room that it
 * obtained before that resource in the order of all windows.
 *
 * <p>Used by one publishing thread at a time, which holds no lock of a session when it changes queues.
 */
public final class WaitTicket implements Route.Waiter {

    public final Runnable wake;
    public final LocalWindows own = new LocalWindows();
    private final Set<CreditFlow> visited = new LinkedHashSet<>();
    private final Set<CreditFlow> visitedBefore = new LinkedHashSet<>();
    private volatile @Nullable CreditWaitQueue line;
    private volatile long cost;
    private volatile boolean lacks;
    private volatile PublisherWait since = new PublisherWait(0, 0);

    public WaitTicket(Runnable wake) {
        this.wake = wake;
    }

    /** Returns the cost of the message. */
    long cost() {
        return cost;
    }

    /** True if the message lacks the resource of its queue, rather than waiting behind others that do. */
    boolean lacks() {
        return lacks;
    }

    /** Returns the time since which it has waited in its queue. */
    PublisherWait since() {
        return since;
    }

    /** Called before each attempt. */
    public void begin(long messageCost) {
        if (cost != messageCost) {
            close();
            cost = messageCost;
        }
        visitedBefore.addAll(visited);
        visited.clear();
        own.begin();
    }

    /**
     * Called after each attempt. What comes after the obstacle is released: subscriptions come and go, and a window
     * that came after others may come before them now, so that two messages could each hold what the other waits for.
     */
    public void end() {
        visitedBefore.removeAll(visited);
        visitedBefore.forEach(f -> f.release(this));
        visitedBefore.clear();
        own.end();
    }

    /** Records a flow that may have set credit aside for the message. Its session is locked. */
    public void visit(CreditFlow flow) {
        visited.add(flow);
    }

    /**
     * Moves to the queue of another resource and requests one more attempt, since that resource may have become free in
     * the meantime. Moves to no queue if the message waits for one of this node's own windows, in whose queue it
     * already has a place.
     *
     * @param since the time since which it has waited for that session
     */
    public void enqueueIn(@Nullable CreditWaitQueue next, boolean lacksIt, PublisherWait since) {
        if (line == next) {
            lacks = lacksIt;
            return;
        }
        leave();
        lacks = lacksIt;
        this.since = since;
        if (next == null) {
            return;
        }
        next.lock.lock();
        try {
            next.join(this);
            line = next;
        } finally {
            next.lock.unlock();
        }
        wake.run();
    }

    /** Leaves the queue and keeps what is set aside: everything that was waited for is available. */
    public void leaveQueue() {
        leave();
    }

    /** Leaves the queue and releases what was set aside for the message. */
    @Override
    public void close() {
        leave();
        visitedBefore.addAll(visited);
        visited.clear();
        own.close();
        end();
    }

    private void leave() {
        CreditWaitQueue now = line;
        if (now == null) {
            return;
        }
        line = null;
        List<Runnable> wakeups = new ArrayList<>(2);
        now.lock.lock();
        try {
            now.leave(this);
            now.takeWakeups(wakeups);
        } finally {
            now.lock.unlock();
        }
        wakeups.forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return "message of " + cost + (lacks ? ", lacking" : ", behind others");
    }
}
