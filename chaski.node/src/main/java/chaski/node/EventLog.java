package chaski.node;

import chaski.api.node.NodeEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs the events that ask for attention, each in one line with its reason. Of the same kind and subject at most one line a minute is
 * written; the next one says how many were left out. Confined to the thread that brings events.
 */
final class EventLog implements Consumer<NodeEvent> {

    private static final Logger LOG = System.getLogger(EventLog.class.getName());
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_REMEMBERED = 1_000;

    private final String node;
    private final LongSupplier clock;
    private final Map<String, Recent> recent = new LinkedHashMap<>();

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

    @Override
    public void accept(NodeEvent event) {
        Entry entry = entry(event);
        if (entry == null) {
            return;
        }
        String key = event.getClass().getSimpleName() + ' ' + entry.subject();
        Recent last = recent.get(key);
        long now = clock.getAsLong();
        if (last != null && now - last.atNs < INTERVAL_NS) {
            last.leftOut++;
            return;
        }
        recent.remove(key);
        recent.put(key, new Recent(now));
        if (recent.size() > MAX_REMEMBERED) {
            recent.remove(recent.keySet().iterator().next());
        }
        String more = last == null || last.leftOut == 0 ? "" : " (and " + last.leftOut + " more of this kind before)";
        LOG.log(entry.level(), "node {0}: {1}{2}", node, printable(entry.text()), more);
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
                    e.counter() + ' ' + e.from(), "refused, " + e.counter() + " at " + e.from() + ": " + e.reason());
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

    /** What a peer says of itself cannot forge or split lines. */
    private static String printable(String text) {
        return text.codePoints()
                .limit(1_000)
                .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
