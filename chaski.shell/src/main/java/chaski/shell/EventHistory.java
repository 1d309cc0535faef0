package chaski.shell;

import chaski.api.node.NodeEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The latest events of a node; older ones are discarded. Thread-safe. */
final class EventHistory implements Consumer<NodeEvent> {

    /** Some hundred kilobytes at most, and more than anyone reads. */
    static final int MAX_EVENTS = 1_000;

    private final Deque<NodeEvent> events = new ArrayDeque<>();

    @Override
    public synchronized void accept(NodeEvent event) {
        if (events.size() == MAX_EVENTS) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /** {@return the events, the oldest first} */
    synchronized List<NodeEvent> events() {
        return List.copyOf(events);
    }
}
