package chaski.node.context;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes log lines of one node: at most one a minute with the same kind and subject, at most thirty a minute of one
 * kind, and at most a hundred a minute in all, whatever remote nodes do; a later line of the kind states how many were
 * suppressed. Only the latest subjects are remembered. There are few kinds. Thread-safe.
 */
final class LimitedLog {

    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_REMEMBERED = 1_000;
    private static final int MAX_LINES_OF_A_KIND = 30;
    private static final int MAX_LINES = 100;
    private static final int MAX_CHARS = 1_000;

    private final Logger logger;
    private final String node;
    private final LongSupplier clock;
    private final Map<String, Recent> recent = new LinkedHashMap<>();
    private final Map<String, Minute> minutes = new HashMap<>();
    private Minute ofAll;

    LimitedLog(Logger logger, String node, LongSupplier clock) {
        this.logger = logger;
        this.node = node;
        this.clock = clock;
        this.ofAll = new Minute(clock.getAsLong(), 0);
    }

    private static final class Recent {
        private final long atNs;
        private int leftOut;

        Recent(long atNs) {
            this.atNs = atNs;
        }
    }

    /**
     * The lines of one kind, or of all kinds, in the current minute, and how many were suppressed since the last one.
     */
    private static final class Minute {
        private final long startNs;
        private int lines;
        private int leftOut;

        Minute(long startNs, int leftOut) {
            this.startNs = startNs;
            this.leftOut = leftOut;
        }

        boolean isOver(long nowNs) {
            return nowNs - startNs >= INTERVAL_NS;
        }
    }

    /**
     * Writes a line, unless one of the same kind and subject was written within the last minute, or too many of its kind.
     *
     * @return true if it was written
     */
    boolean log(Level level, String kind, String subject, String text) {
        int leftOut = admit(kind, kind + ' ' + subject);
        if (leftOut >= 0) {
            String more = leftOut == 0 ? "" : " (and " + leftOut + " more of this kind before)";
            return write(level, printable(text) + more);
        }
        return false;
    }

    /** A logger may fail, for example without a free descriptor or disk space. That must not affect the caller. */
    private boolean write(Level level, String text) {
        try {
            logger.log(level, "node {0}: {1}", node, text);
            return true;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    /** The number of lines suppressed before this one; negative if this one is suppressed. */
    private synchronized int admit(String kind, String key) {
        Recent last = recent.get(key);
        long now = clock.getAsLong();
        if (last != null && now - last.atNs < INTERVAL_NS) {
            last.leftOut++;
            return -1;
        }
        int leftOut = admitKind(kind, now);
        if (leftOut < 0) {
            return -1;
        }
        recent.remove(key);
        recent.put(key, new Recent(now));
        if (recent.size() > MAX_REMEMBERED) {
            recent.remove(recent.keySet().iterator().next());
        }
        return leftOut + (last == null ? 0 : last.leftOut);
    }

    private int admitKind(String kind, long nowNs) {
        Minute minute = minutes.get(kind);
        if (minute == null || minute.isOver(nowNs)) {
            minute = new Minute(nowNs, minute == null ? 0 : minute.leftOut);
            minutes.put(kind, minute);
        }
        if (ofAll.isOver(nowNs)) {
            ofAll = new Minute(nowNs, 0);
        }
        if (minute.lines == MAX_LINES_OF_A_KIND || ofAll.lines == MAX_LINES) {
            minute.leftOut++;
            return -1;
        }
        minute.lines++;
        ofAll.lines++;
        int leftOut = minute.leftOut;
        minute.leftOut = 0;
        return leftOut;
    }

    /** Text from a peer cannot forge or split lines. */
    private static String printable(String text) {
        return text.codePoints()
                .limit(MAX_CHARS)
                .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
