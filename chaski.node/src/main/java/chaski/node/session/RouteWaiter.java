package chaski.node.session;

import chaski.api.node.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message's place in line. It stands in one {@link WaitLine} at a time, that of the resource it lacked last.
 *
 * <p>Used by one publishing thread at a time, which holds no lock of a session when it changes lines.
 */
final class RouteWaiter implements Route.Waiter {

    final Runnable wake;
    private final Set<Flow> visited = new LinkedHashSet<>();
    private final Set<Flow> visitedBefore = new LinkedHashSet<>();
    private volatile @Nullable WaitLine line;
    private volatile long cost;
    private volatile boolean lacks;

    RouteWaiter(Runnable wake) {
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

    /** Before each try. */
    void begin(long messageCost) {
        if (cost != messageCost) {
            close();
            cost = messageCost;
        }
        visitedBefore.addAll(visited);
        visited.clear();
    }

    /**
     * After each try. What lies behind the obstacle is given up: subscriptions come and go, and what was behind others may be before
     * them now, so that two messages could hold what the other one waits for.
     */
    void end() {
        visitedBefore.removeAll(visited);
        visitedBefore.forEach(f -> f.outbound.giveUp(f, this));
        visitedBefore.clear();
    }

    /** A flow that may have set credit aside for the message; its session is locked. */
    void visit(Flow flow) {
        visited.add(flow);
    }

    /** Goes to the line of another resource, and asks for one more try, since that may have become free meanwhile. */
    void standIn(WaitLine next, boolean lacksIt) {
        if (line == next) {
            lacks = lacksIt;
            return;
        }
        leave();
        lacks = lacksIt;
        next.lock.lock();
        try {
            next.join(this);
            line = next;
        } finally {
            next.lock.unlock();
        }
        wake.run();
    }

    /** Leaves the line; what was set aside for the message is given up. */
    @Override
    public void close() {
        leave();
        visitedBefore.addAll(visited);
        visited.clear();
        end();
    }

    private void leave() {
        WaitLine now = line;
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
}
