package chaski.node;

import chaski.api.node.NodeEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Logs the events that ask for attention, each in one line with its reason. At most one line a minute is written of the same kind and
 * subject, and at most thirty of the same kind, whatever strangers do; a later one says how many were left out. Confined to the thread
 * that brings events.
 */
final class EventLog implements Consumer<NodeEvent> {

    private static final Logger LOG = System.getLogger(EventLog.class.getName());
    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_REMEMBERED = 1_000;
    private static final int MAX_LINES_OF_A_KIND = 30;

    private final String node;
    private final LongSupplier clock;
    private final Map<String, Recent> recent = new LinkedHashMap<>();
    private final Map<String, Minute> minutes = new HashMap<>();

    EventLog(String node, LongSupplier clock) {
        this.node = node;
        this.clock = clock;
    }

    /**
     * What is logged of an event.
     *
     * @param level how urgent it is
     * @param subject what it is about: events of one subject share a line a minute
     * @param text the line
     */
    private record Entry(Level level, String subject, String text) {

        static Entry warning(String subject, String text) {
            return new Entry(Level.WARNING, subject, text);
        }
    }

    private static final class Recent {
        private final long atNs;
        private int leftOut;

        Recent(long atNs) {
            this.atNs = atNs;
        }
    }

    /** The lines of one kind, of whatever subjects, since a minute began. */
    private static final class Minute {
        private final long startNs;
        private int lines;
        private int leftOut;

        Minute(long startNs) {
            this.startNs = startNs;
        }
    }

    @Override
    public void accept(NodeEvent event) {
        Entry entry = entry(event);
        if (entry == null) {
            return;
        }
        String kind = event.getClass().getSimpleName();
        String key = kind + ' ' + entry.subject();
        Recent last = recent.get(key);
        long now = clock.getAsLong();
        if (last != null && now - last.atNs < INTERVAL_NS) {
            last.leftOut++;
            return;
        }
        int leftOut = admit(kind, now);
        if (leftOut < 0) {
            return;
        }
        recent.remove(key);
        recent.put(key, new Recent(now));
        if (recent.size() > MAX_REMEMBERED) {
            recent.remove(recent.keySet().iterator().next());
        }
        leftOut += last == null ? 0 : last.leftOut;
        String more = leftOut == 0 ? "" : " (and " + leftOut + " more of this kind before)";
        LOG.log(entry.level(), "node {0}: {1}{2}", node, printable(entry.text()), more);
    }

    /** Counts a line of a kind: how many lines of the minute before were left out, or -1 if this one is, too. */
    private int admit(String kind, long nowNs) {
        Minute minute = minutes.get(kind);
        int leftOut = 0;
        if (minute == null || nowNs - minute.startNs >= INTERVAL_NS) {
            leftOut = minute == null ? 0 : minute.leftOut;
            minute = new Minute(nowNs);
            minutes.put(kind, minute);
        }
        if (minute.lines == MAX_LINES_OF_A_KIND) {
            minute.leftOut++;
            return -1;
        }
        minute.lines++;
        return leftOut;
    }

    private static @Nullable Entry entry(NodeEvent event) {
        if (event instanceof NodeEvent.DialFailed e) {
            String expected = e.peer().map(id -> " of node " + id.shortForm()).orElse("");
            return Entry.warning(
                    e.endpoint().toString(), "cannot reach " + e.endpoint() + expected + ": " + e.reason());
        } else if (event instanceof NodeEvent.PairingFailed e) {
            return Entry.warning(
                    e.peer().toString(), "shares a topic with " + e.name() + " and has no link to it: " + e.reason());
        } else if (event instanceof NodeEvent.Refused e) {
            return Entry.warning(
                    e.counter() + ' ' + withoutPort(e.from()),
                    "refused, " + e.counter() + " at " + e.from() + ": " + e.reason());
        } else if (event instanceof NodeEvent.SessionLost e) {
            long count =
                    e.ranges().stream().mapToLong(NodeEvent.LostRange::count).sum();
            return Entry.warning(
                    e.peer().toString(), count + " messages to " + e.name() + " were not confirmed: " + e.reason());
        } else if (event instanceof NodeEvent.PeerInDoubt e) {
            return Entry.warning(
                    e.peer().toString(), "the process of " + e.name() + " seems to have ended: " + e.reason());
        } else if (event instanceof NodeEvent.HandlerFailed e) {
            return Entry.warning(e.what(), e.what() + " failed: " + e.error());
        } else if (event instanceof NodeEvent.HandlerStalled e) {
            return Entry.warning(e.what(), e.what() + " has not returned for " + e.millis() + " ms");
        } else if (event instanceof NodeEvent.DuplicateId e) {
            return new Entry(Level.ERROR, e.other(), "another node runs with this id: " + e.other());
        }
        return null;
    }

    /** Each connection of a stranger has another port. */
    private static String withoutPort(String address) {
        return PORT.matcher(address).replaceFirst("");
    }

    /** What a peer says of itself cannot forge or split lines. */
    private static String printable(String text) {
        return text.codePoints()
                .limit(1_000)
                .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
