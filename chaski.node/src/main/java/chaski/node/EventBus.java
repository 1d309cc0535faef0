package chaski.node;

import chaski.api.node.Environment;
import chaski.api.node.NodeEvent;
import chaski.node.event.Counters;
import chaski.node.event.Events;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings events to the user's listeners, on a thread of its own that exists while there is something to tell. At most
 * {@value #MAX_WAITING} events wait; then the oldest are dropped and counted. Thread-safe.
 */
final class EventBus implements Events {

    static final int MAX_WAITING = 10_000;
    private static final System.Logger LOG = System.getLogger(EventBus.class.getName());

    private final Environment environment;
    private final Counters counters;
    private final List<Consumer<? super NodeEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ArrayDeque<NodeEvent> waiting = new ArrayDeque<>();
    private boolean running;

    EventBus(Environment environment, Counters counters) {
        this.environment = environment;
        this.counters = counters;
    }

    AutoCloseable watch(Consumer<? super NodeEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void raise(NodeEvent event) {
        counters.add("events." + event.getClass().getSimpleName());
        if (listeners.isEmpty()) {
            return;
        }
        synchronized (this) {
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
                counters.add("events.dropped");
            }
            waiting.addLast(event);
            if (running) {
                return;
            }
            running = true;
        }
        environment.start("events", this::tell);
    }

    private void tell() {
        for (NodeEvent event = next(); event != null; event = next()) {
            for (Consumer<? super NodeEvent> listener : listeners) {
                try {
                    listener.accept(event);
                } catch (RuntimeException e) {
                    counters.add("events.listenerFailed");
                    LOG.log(System.Logger.Level.WARNING, "a listener of events failed", e);
                }
            }
        }
    }

    private synchronized @Nullable NodeEvent next() {
        NodeEvent event = waiting.pollFirst();
        if (event == null) {
            running = false;
        }
        return event;
    }
}
