package chaski.streamer.subscribe;

import chaski.api.streamer.SlowConsumerException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link Mailbox} with regard to its end.
 *
 * <p>An open mailbox is either drained or closed. While it drains, nothing new begins; it has <em>stopped</em> when no
 * peer sends any more and no large message is still being assembled. A closed one has stopped immediately.
 *
 * <p>Thread-safe. Changes happen under the mailbox's entry lock, so that no message is added after a change that
 * forbids it.
 */
final class Termination {

    private enum State {
        OPEN,
        DRAINING,
        CLOSED
    }

    private final ReentrantLock entry;

    // guarded by entry
    private boolean sendersStopped;
    private int assemblies;

    // written under entry
    private volatile State state = State.OPEN;
    private volatile @Nullable SlowConsumerException failure;

    /**
     * Creates the state of an open mailbox.
     *
     * @param entry the mailbox's entry lock
     */
    Termination(ReentrantLock entry) {
        this.entry = entry;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isDraining() {
        return state == State.DRAINING;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Accepts nothing new from now on, after a failure or on request. False if it was not open. */
    boolean drain(@Nullable SlowConsumerException why) {
        entry.lock();
        try {
            if (state != State.OPEN) {
                return false;
            }
            failure = why;
            state = State.DRAINING;
            return true;
        } finally {
            entry.unlock();
        }
    }

    /** Why the mailbox was drained; {@code null} if that was requested or has not happened. */
    @Nullable
    SlowConsumerException failure() {
        return failure;
    }

    /** Closes the mailbox. False if it was closed before. */
    boolean close() {
        entry.lock();
        try {
            if (isClosed()) {
                return false;
            }
            state = State.CLOSED;
            return true;
        } finally {
            entry.unlock();
        }
    }

    /** No peer sends any more. */
    void sendersStopped() {
        entry.lock();
        try {
            sendersStopped = true;
        } finally {
            entry.unlock();
        }
    }

    /** A large message has begun to arrive. False if the mailbox is closed. */
    boolean beginAssembly() {
        entry.lock();
        try {
            assemblies++;
            return !isClosed();
        } finally {
            entry.unlock();
        }
    }

    /** A large message is complete, or will never be. */
    void endAssembly() {
        entry.lock();
        try {
            assemblies--;
        } finally {
            entry.unlock();
        }
    }

    /** True if nothing will be added any more. */
    boolean hasStopped() {
        entry.lock();
        try {
            return isClosed() || (sendersStopped && assemblies == 0);
        } finally {
            entry.unlock();
        }
    }
}
