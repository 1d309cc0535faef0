package chaski.node.send;

import chaski.node.log.SendLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of the engine itself in the log of one session: small ones, which are written later if there is no room now, and those that are
 * refused then. They use a slack of the log that messages leave free. Guarded by the lock of the send channel.
 */
final class EngineRecords {

    private final SendLog log;
    private final PostponedRecords postponed = new PostponedRecords();
    private final List<Runnable> slackCallbacks = new ArrayList<>();

    EngineRecords(SendLog log) {
        this.log = log;
    }

    /** Writes a small record, later if there is no room at all now. */
    void append(ByteBuffer record) {
        if (postponed.isEmpty() && log.reserveSlack(record.remaining())) {
            log.append(record);
            log.publish();
        } else {
            postponed.add(record);
        }
    }

    /** Reserves room for a record that is not postponed; if there is none, {@code whenRoom} is called once, when it is worth another try. */
    boolean reserve(long bytes, Runnable whenRoom) {
        if (postponed.isEmpty() && log.reserveSlack(bytes)) {
            return true;
        }
        slackCallbacks.add(whenRoom);
        return false;
    }

    /** {@return true if nothing is postponed: a message must not overtake the declarations that it is sent by} */
    boolean isEmpty() {
        return postponed.isEmpty();
    }

    int postponedCount() {
        return postponed.count();
    }

    /** {@return how many of the postponed records return credit} */
    int postponedYields() {
        return postponed.yields();
    }

    /** Writes what was postponed as far as there is room now; true if something was written. */
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

    /** Takes the callbacks of what was refused, if it is worth another try. */
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
