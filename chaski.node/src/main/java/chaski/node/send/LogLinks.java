package chaski.node.send;

import chaski.api.ProtocolException;
import chaski.api.protocol.Environment;
import chaski.node.log.LogReader;
import chaski.node.log.SendLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How links read the send log of one session, and how its memory is released when nothing is sent. Guarded by the lock
 * of the send channel. The methods acquire it unless they are documented to require it.
 */
public final class LogLinks {

    /**
     * The time without sending after which memory is released. It is longer than a request and its answer take, and
     * short compared with the interval of membership summaries.
     */
    private static final long REST_NS = 100_000_000L;

    /** Notified with the lock held when the session gains or loses its link. */
    interface AttachedListener {
        void accept(boolean attached);
    }

    private final ReentrantLock lock;
    private final SendLog log;
    private final Environment environment;
    private final AttachedListener attachedChanged;
    private boolean restDue;
    private boolean ended;

    LogLinks(ReentrantLock lock, SendLog log, Environment environment, AttachedListener attachedChanged) {
        this.lock = lock;
        this.log = log;
        this.environment = environment;
        this.attachedChanged = attachedChanged;
    }

    public boolean canResume(long peerReceived) {
        lock.lock();
        try {
            return peerReceived >= log.acknowledged() && peerReceived <= log.end();
        } finally {
            lock.unlock();
        }
    }

    public LogReader openReader(long peerReceived) {
        lock.lock();
        try {
            if (peerReceived < log.acknowledged() || peerReceived > log.end()) {
                throw new ProtocolException("expected a received position of " + log.acknowledged() + " to " + log.end()
                        + ", got " + peerReceived);
            }
            log.parked(false);
            attachedChanged.accept(true);
            return log.openReader(peerReceived);
        } finally {
            lock.unlock();
        }
    }

    public void closeReader(LogReader reader) {
        lock.lock();
        try {
            log.remove(reader);
        } finally {
            lock.unlock();
        }
    }

    /** Records that the session has no link. */
    public void parked() {
        lock.lock();
        try {
            log.parked(true);
            attachedChanged.accept(false);
        } finally {
            lock.unlock();
        }
    }

    // ---- memory

    /**
     * Schedules the release of idle memory. One timer runs at a time, so that a session in constant use costs no more
     * than that.
     */
    void restLater(List<Runnable> wakeups) {
        if (!restDue && log.mayRest()) {
            restDue = true;
            long end = log.end();
            wakeups.add(() -> environment.schedule(REST_NS, () -> rest(end)));
        }
    }

    /** Releases the memory for use by others if nothing was sent for a moment. */
    private void rest(long endBefore) {
        List<Runnable> again = new ArrayList<>(1);
        lock.lock();
        try {
            restDue = false;
            if (!ended && log.end() == endBefore) {
                log.rest();
            }
            if (!ended) {
                restLater(again);
            }
        } finally {
            lock.unlock();
        }
        again.forEach(Runnable::run);
    }

    /** Records that the direction has ended. The lock is held. */
    void end() {
        ended = true;
    }
}
