package chaski.node.log;

import java.util.ArrayList;
import java.util.List;

/** The links that read one send log, and how far links that are closed have sent. Guarded by the log's lock. */
final class LogReaders {

    private final List<LogReader> open = new ArrayList<>();

    /** The highest position that a removed link has sent. */
    private long sentBefore;

    void add(LogReader reader) {
        open.add(reader);
    }

    void remove(LogReader reader) {
        open.remove(reader);
        sentBefore = Math.max(sentBefore, reader.sent());
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** {@return the highest position that a removed link has sent} */
    long sentBefore() {
        return sentBefore;
    }

    /** {@return the highest position that an open link has sent, at least the given one} */
    long highestSent(long atLeast) {
        return open.stream().mapToLong(LogReader::sent).reduce(atLeast, Math::max);
    }

    /** {@return the lowest position that an open link holds, at most the given one} */
    long lowestHeld(long atMost) {
        long lowest = atMost;
        for (LogReader reader : open) {
            lowest = Math.min(lowest, reader.heldFrom());
        }
        return lowest;
    }

    /** {@return the lowest position that each open link holds} */
    @Override
    public String toString() {
        return open.stream().map(LogReader::heldFrom).toList().toString();
    }
}
