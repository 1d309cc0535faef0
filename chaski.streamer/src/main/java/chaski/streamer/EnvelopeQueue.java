package chaski.streamer;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one subscription: I/O threads and local publishers put in, consumers take out. It is bounded by the credit that
 * senders hold. A waiting consumer is woken at the end of a batch, or earlier when much has gathered.
 *
 * <p>Thread-safe. Ending in two ways: {@link #close} discards, {@link #finish} lets take what is there.
 */
final class EnvelopeQueue {

    private static final int WAKE_EARLY = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ArrayDeque<Envelope> waiting = new ArrayDeque<>();
    private int consumersWaiting;
    private long delivered;
    private long taken;
    private boolean finished;
    private boolean closed;

    /** Puts a message in; false when the queue is closed. */
    boolean put(Envelope envelope) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.addLast(envelope);
            delivered++;
            if (consumersWaiting > 0 && waiting.size() == WAKE_EARLY) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A batch has ended: waiting consumers look again. */
    void wake() {
        lock.lock();
        try {
            if (consumersWaiting > 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes one message, waiting for it.
     *
     * @param timeoutNs how long to wait; 0 does not wait
     * @return the message, or {@code null} when the time is over or nothing will follow
     */
    @Nullable Envelope take(long timeoutNs) throws InterruptedException {
        lock.lock();
        try {
            awaitSome(timeoutNs);
            Envelope first = waiting.pollFirst();
            taken += first == null ? 0 : 1;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes everything there is, waiting without end for something.
     *
     * @param empty becomes the new queue
     * @return the messages; empty when nothing will follow
     */
    ArrayDeque<Envelope> takeAll(ArrayDeque<Envelope> empty) throws InterruptedException {
        lock.lock();
        try {
            awaitSome(Long.MAX_VALUE);
            ArrayDeque<Envelope> all = waiting;
            waiting = empty;
            taken += all.size();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void awaitSome(long timeoutNs) throws InterruptedException {
        long left = timeoutNs;
        while (waiting.isEmpty() && !finished && !closed && left > 0) {
            consumersWaiting++;
            try {
                if (timeoutNs == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            } finally {
                consumersWaiting--;
            }
        }
    }

    /** Waits until nothing will follow. */
    boolean awaitEnd(long timeoutNs) throws InterruptedException {
        long deadline = timeoutNs;
        lock.lock();
        try {
            while (!isOver() && deadline > 0) {
                consumersWaiting++;
                try {
                    deadline = changed.awaitNanos(deadline);
                } finally {
                    consumersWaiting--;
                }
            }
            return isOver();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be put in; what is there can be taken. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes at once: what was not taken is returned, to be discarded. */
    ArrayDeque<Envelope> close() {
        lock.lock();
        try {
            closed = true;
            ArrayDeque<Envelope> left = waiting;
            waiting = new ArrayDeque<>();
            changed.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return isOver();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    long delivered() {
        lock.lock();
        try {
            return delivered;
        } finally {
            lock.unlock();
        }
    }

    long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait for the end that the last message was taken. */
    void tellIfOver() {
        lock.lock();
        try {
            if (isOver()) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        return closed || (finished && waiting.isEmpty());
    }
}
