package chaski.node.send;

import chaski.node.log.SendLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of the engine itself in the send log of one session: small ones, which are postponed if there is no room, and
 * those that are refused in that case. They use a slack of the send log that messages leave free. Guarded by the lock
 * of the send channel.
 */
final class EngineRecords {

    private final SendLog log;
    private final PostponedRecords postponed = new PostponedRecords();
    private final List<Runnable> slackCallbacks = new ArrayList<>();

    EngineRecords(SendLog log) {
        this.log = log;
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

    /**
     * Reserves room for a record that is not postponed. If there is none, {@code whenRoom} is called once, when another
     * attempt is worthwhile.
     */
    boolean reserve(long bytes, Runnable whenRoom) {
        if (postponed.isEmpty() && log.reserveSlack(bytes)) {
            return true;
        }
        slackCallbacks.add(whenRoom);
        return false;
    }

    /** {@return true if nothing is postponed: a message must not overtake the declarations under which it is sent} */
    boolean isEmpty() {
        return postponed.isEmpty();
    }

    int postponedCount() {
        return postponed.count();
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

    void clear() {
        postponed.clear();
    }
}
