package chaski.streamer.publish;

import chaski.api.node.Environment;
import chaski.api.node.Route;
import chaski.api.streamer.NotPublishedException;
import chaski.streamer.waiting.Nanos;
import chaski.streamer.waiting.Wakeup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where publishing threads of one publisher wait, first come, first served. The first has a place in the engine's line; the others wait
 * for its turn. While somebody is here, nobody else's message goes out, so that a message cannot be overtaken for ever. Thread-safe.
 */
final class WaitingLine {

    private final Outlet outlet;
    private final Environment environment;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger occupants = new AtomicInteger();
    private volatile @Nullable Wakeup first;

    /** Guarded by this. */
    private List<Runnable> callbacks = new ArrayList<>();

    WaitingLine(Outlet outlet, Environment environment) {
        this.outlet = outlet;
        this.environment = environment;
    }

    boolean isOccupied() {
        return occupants.get() > 0;
    }

    /** Waits until the message is out: how many subscriptions matched. */
    int publish(Outgoing message, long timeoutNs) throws InterruptedException {
        long deadlineNs = timeoutNs == Nanos.FOREVER ? Nanos.FOREVER : environment.nanoTime() + timeoutNs;
        occupants.incrementAndGet();
        try {
            awaitTurn(timeoutNs);
            try {
                return publishFirst(message, deadlineNs);
            } finally {
                turn.unlock();
            }
        } finally {
            if (occupants.decrementAndGet() == 0) {
                callBack();
            }
        }
    }

    private void awaitTurn(long timeoutNs) throws InterruptedException {
        if (timeoutNs == Nanos.FOREVER) {
            turn.lockInterruptibly();
        } else if (!turn.tryLock(timeoutNs, TimeUnit.NANOSECONDS)) {
            throw timeIsOver();
        }
    }

    private int publishFirst(Outgoing message, long deadlineNs) throws InterruptedException {
        Wakeup wakeup = new Wakeup(environment);
        // before the first attempt, which finds out whether the publisher was closed before this could be seen
        first = wakeup;
        try (Route.Waiter place = outlet.route().enter(wakeup::wake)) {
            int matched = outlet.attempt(message, null, place);
            while (matched == Outlet.BLOCKED) {
                await(wakeup, deadlineNs);
                matched = outlet.attempt(message, null, place);
            }
            return matched;
        } finally {
            first = null;
        }
    }

    private void await(Wakeup wakeup, long deadlineNs) throws InterruptedException {
        Environment.Cancellable local = outlet.whenRoomHere(wakeup::wake);
        try {
            if (!wakeup.await(deadlineNs)) {
                throw timeIsOver();
            }
        } finally {
            local.cancel();
        }
    }

    private NotPublishedException timeIsOver() {
        return new NotPublishedException(
                NotPublishedException.Reason.TIMEOUT,
                "a message for " + outlet.source().topic() + " was not published within its time: a subscriber or the"
                        + " link to it is behind; nobody has the message");
    }

    /** Has a callback wait, too, until nobody is here; false when nobody is. */
    synchronized boolean join(Runnable callback) {
        if (isOccupied()) {
            callbacks.add(callback);
            return true;
        }
        return false;
    }

    private void callBack() {
        List<Runnable> due;
        synchronized (this) {
            due = callbacks;
            callbacks = new ArrayList<>();
        }
        due.forEach(Runnable::run);
    }

    /** The publisher was closed: the first looks again, finds that out and leaves, and so do the others. */
    void closed() {
        Wakeup waiting = first;
        if (waiting != null) {
            waiting.wake();
        }
    }
}
