package chaski.node.send;

import chaski.api.protocol.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message that waits. It stands in one queue at a time, that of the resource it lacked last: a {@link CreditWaitQueue}, or the queue of one of
 * {@linkplain LocalWindows this node's own windows}. It keeps the credit and the room that it got before that one in the order of all windows.
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

    /** What the message costs. */
    long cost() {
        return cost;
    }

    /** Whether it lacks what its line is for, rather than stands behind others that do. */
    boolean lacks() {
        return lacks;
    }

    /** Since when it waits where it stands. */
    PublisherWait since() {
        return since;
    }

    /** Before each try. */
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
     * After each try. What lies behind the obstacle is given up: subscriptions come and go, and what was behind others may be before
     * them now, so that two messages could hold what the other one waits for.
     */
    public void end() {
        visitedBefore.removeAll(visited);
        visitedBefore.forEach(f -> f.outbound.credits().giveUp(f, this));
        visitedBefore.clear();
        own.end();
    }

    /** A flow that may have set credit aside for the message; its session is locked. */
    public void visit(CreditFlow flow) {
        visited.add(flow);
    }

    /**
     * Goes to the line of another resource, and asks for one more try, since that may have become free meanwhile; to none if the message
     * waits for one of this node's own windows, in whose queue it has a place already.
     *
     * @param since since when it waits for that session
     */
    public void standIn(@Nullable CreditWaitQueue next, boolean lacksIt, PublisherWait since) {
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

    /** Everything is there that was waited for: it is kept, and the queue is left to others. */
    public void standNowhere() {
        leave();
    }

    /** Leaves the queue; what was set aside for the message is given up. */
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
