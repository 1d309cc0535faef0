package chaski.node.session;

import chaski.api.node.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message's place in line. It stands in one {@link WaitLine} at a time, that of the resource it lacked last.
 *
 * <p>Used by one publishing thread at a time, which holds no lock of a session when it changes lines.
 */
final class RouteWaiter implements Route.Waiter {

    final Runnable wake;
    private volatile @Nullable WaitLine line;

    RouteWaiter(Runnable wake) {
        this.wake = wake;
    }

    /** Goes to the line of another resource, and asks for one more try, since that may have become free meanwhile. */
    void standIn(WaitLine next) {
        if (line == next) {
            return;
        }
        close();
        next.lock.lock();
        try {
            next.join(this);
            line = next;
        } finally {
            next.lock.unlock();
        }
        wake.run();
    }

    @Override
    public void close() {
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
