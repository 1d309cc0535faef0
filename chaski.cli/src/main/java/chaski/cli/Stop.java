package chaski.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The request to end, as a signal makes it. It interrupts the thread of the command, whose waiting calls then return; from
 * {@link #accept} on, the command is ending anyway and is left in peace. Thread-safe.
 */
final class Stop {

    private final Thread command;
    private boolean accepted;
    private volatile boolean requested;

    Stop(Thread command) {
        this.command = command;
    }

    /** Asks the command to end. */
    synchronized void request() {
        requested = true;
        notifyAll();
        if (!accepted) {
            command.interrupt();
        }
    }

    /** {@return whether the command was asked to end} */
    boolean requested() {
        return requested;
    }

    /** The command begins to end: its thread is not interrupted any more, and an interrupt that came before is taken back. */
    synchronized void accept() {
        accepted = true;
        if (requested && Thread.currentThread() == command) {
            Thread.interrupted();
        }
    }

    /** Waits until the command is asked to end. */
    void await() {
        while (!await(Duration.ofDays(1))) {
            // A day is over; nobody asked.
        }
    }

    /**
     * Waits for a while, as long as the command is not asked to end.
     *
     * @param time how long
     * @return whether the command was asked to end
     */
    synchronized boolean await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); !requested && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            // Only request() interrupts this thread; where something else does, that is a wish to end as well.
            requested = true;
            command.interrupt();
        }
        return requested;
    }
}
