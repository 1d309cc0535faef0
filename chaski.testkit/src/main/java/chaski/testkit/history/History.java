package chaski.testkit.history;

import java.util.ArrayList;
import java.util.List;

/** Collects events in the order in which they are added. Thread-safe; each thread's events keep their order. */
public final class History {

    private final List<HistoryEvent> events = new ArrayList<>();

    /** An empty history. */
    public History() {}

    /**
     * Appends an event.
     *
     * @param event what happened
     */
    public synchronized void add(HistoryEvent event) {
        events.add(event);
    }

    /** {@return the events so far; a snapshot} */
    public synchronized List<HistoryEvent> events() {
        return List.copyOf(events);
    }
}
