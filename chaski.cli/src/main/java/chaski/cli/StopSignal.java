package chaski.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The request to end, made by a signal. It interrupts the thread of the command, whose blocking calls then return; from
 * {@link #accept} on, the command is ending anyway and is not interrupted. Thread-safe.
 */
final class StopSignal {

    private final Thread command;
    private boolean accepted;
    private volatile boolean requested;

    StopSignal(Thread command) {
        this.command = command;
    }

    /** Requests the command to end. */
    synchronized void request() {
        requested = true;
        notifyAll();
        if (!accepted) {
            command.interrupt();
        }
    }

    /** {@return true if the command was requested to end} */
    boolean requested() {
        return requested;
    }

    /** The command ends: its thread is not interrupted any more, and an earlier interrupt is cleared. */
    synchronized void accept() {
        accepted = true;
        if (requested && Thread.currentThread() == command) {
            Thread.interrupted();
        }
    }

    /** Waits until the command is requested to end. */
    void await() {
        while (!await(Duration.ofDays(1))) {
            // a day has passed without a request
        }
    }

    /**
     * Waits for some time, or until the command is requested to end.
     *
     * @param time how long
     * @return true if the command was requested to end
     */
    synchronized boolean await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); !requested && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            // only request() interrupts this thread; any other interrupt is taken as a request to end, too
            requested = true;
            command.interrupt();
        }
        return requested;
    }
}
