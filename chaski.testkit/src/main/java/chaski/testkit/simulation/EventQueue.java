package chaski.testkit.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The planned events, in order. */
final class EventQueue {

    /**
     * Timers that are set and cancelled again and again must not fill the memory; below this number nothing is done.
     */
    private static final int FEW_CANCELLED = 1000;

    private final PriorityQueue<PlannedEvent> events = new PriorityQueue<>();
    private long planned;
    private int cancelled;

    PlannedEvent add(long atNs, PlannedEvent.Place place, String what, Runnable task) {
        PlannedEvent event = new PlannedEvent(this, atNs, planned++, place, what, task);
        events.add(event);
        return event;
    }

    /** Puts an event back, with its time and number, even if they are in the past. */
    void add(PlannedEvent event) {
        events.add(event);
    }

    /** Returns the next event that was not cancelled, without removing it. */
    @Nullable
    PlannedEvent peek() {
        PlannedEvent first = events.peek();
        while (first != null && first.cancelled()) {
            events.remove();
            cancelled = Math.max(0, cancelled - 1);
            first = events.peek();
        }
        return first;
    }

    void removeFirst() {
        events.remove();
    }

    void cancelled() {
        cancelled++;
        if (cancelled > FEW_CANCELLED && cancelled > events.size() / 2) {
            events.removeIf(PlannedEvent::cancelled);
            cancelled = 0;
        }
    }
}
