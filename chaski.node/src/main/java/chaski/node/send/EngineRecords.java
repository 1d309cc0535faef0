package chaski.node.send;

import chaski.api.security.Decision;
import chaski.node.log.SendLog;
import chaski.node.wire.Hello;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records of the engine itself in the send log of one session: small ones, which are postponed if there is no room, and
 * those that are refused in that case. They use a slack of the send log that messages leave free. Guarded by the lock
 * of the send channel. The methods acquire it if they are documented to do so.
 */
public final class EngineRecords {

    /** More than a peer has declarations and publishers, unless it acknowledges nothing and keeps creating them. */
    private static final int MAX_POSTPONED = 65_536;

    private final ReentrantLock lock;
    private final SendChannelOwner owner;
    private final SendLog log;
    private final ByteBuffer header = ByteBuffer.allocate(RecordHeader.BYTES);
    private final PostponedRecords postponed = new PostponedRecords();
    private final List<Runnable> slackCallbacks = new ArrayList<>();
    private boolean ended;

    EngineRecords(ReentrantLock lock, SendChannelOwner owner, SendLog log) {
        this.lock = lock;
        this.owner = owner;
        this.log = log;
    }

    /**
     * Sends a message of the engine itself to this peer only, out of the slack if necessary. Acquires the lock itself.
     *
     * @param channel its channel
     * @param message at most one record; copied
     * @param whenRoom called once after a refusal, when another attempt is worthwhile
     * @return true if there was room
     */
    public boolean offer(int channel, ByteBuffer message, Runnable whenRoom) {
        int length = message.remaining();
        lock.lock();
        try {
            if (ended) {
                return true;
            }
            if (!reserve(RecordHeader.BYTES + (long) length, whenRoom)) {
                return false;
            }
            RecordHeader.encode(header.clear(), length, channel, RecordHeader.FIRST | RecordHeader.LAST, 0, 0);
            log.append(header.flip());
            log.append(message);
            log.publish();
        } finally {
            lock.unlock();
        }
        owner.wake();
        return true;
    }

    /**
     * Notifies the peer that a declaration or a route of it is refused, or accepted again, if it supports that. Acquires the lock itself.
     *
     * @param what {@link SessionRecord#OF_DECLARATION} or {@link SessionRecord#OF_ROUTE}
     * @param number of the declaration or the route
     * @param decision refused or allowed, with the rule
     */
    public void access(int what, long number, Decision decision) {
        lock.lock();
        try {
            if (ended || !owner.hasCapability(Hello.ACCESS) || postponed.count() >= MAX_POSTPONED) {
                return;
            }
            append(SessionRecord.access(what, number, decision.isAllowed(), decision.rule()));
        } finally {
            lock.unlock();
        }
        owner.wake();
    }

    /** Appends a small record, or postpones it if there is no room at all. */
    void append(ByteBuffer record) {
        if (postponed.isEmpty() && log.reserveSlack(record.remaining())) {
            log.append(record);
            log.publish();
        } else {
            postponed.add(record);
        }
    }

    private boolean reserve(long bytes, Runnable whenRoom) {
        if (postponed.isEmpty() && log.reserveSlack(bytes)) {
            return true;
        }
        slackCallbacks.add(whenRoom);
        return false;
    }

    /** {@return the position of the send log at which the next message begins} */
    long position() {
        return log.end();
    }

    /** {@return true if nothing is postponed: a message must not overtake the declarations under which it is sent} */
    boolean isEmpty() {
        return postponed.isEmpty();
    }

    /** {@return the number of postponed records; acquires the lock itself} */
    public int postponedCount() {
        lock.lock();
        try {
            return postponed.count();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the number of postponed records that return credit} */
    int postponedYields() {
        return postponed.yields();
    }

    /** Appends postponed records as far as there is room. Returns true if any was appended. */
    boolean retry() {
        boolean any = false;
        ByteBuffer first = postponed.first();
        while (first != null && log.reserveSlack(first.remaining())) {
            log.append(first);
            postponed.removeFirst();
            any = true;
            first = postponed.first();
        }
        if (any) {
            log.publish();
        }
        return any;
    }

    /** Takes the callbacks of refused records, if another attempt is worthwhile. */
    void takeSlackCallbacks(List<Runnable> wakeups) {
        if (postponed.isEmpty()) {
            wakeups.addAll(slackCallbacks);
            slackCallbacks.clear();
        }
    }

    /** Drops what is postponed, because the direction has ended. */
    void end() {
        ended = true;
        postponed.clear();
    }
}
