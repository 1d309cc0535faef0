package chaski.node.context;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to listeners, one after another, on a thread that exists only while events are waiting. At most
 * {@value #MAX_WAITING} events wait; then the oldest are dropped. Thread-safe.
 */
final class EventDispatcher {

    static final int MAX_WAITING = 10_000;

    private final Environment environment;
    private final Runnable whenDropped;
    private final BiConsumer<Consumer<? super NodeEvent>, Throwable> whenFailed;
    private final List<Consumer<? super NodeEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ArrayDeque<NodeEvent> waiting = new ArrayDeque<>();
    private boolean running;

    /**
     * Starts without listeners.
     *
     * @param environment starts the thread
     * @param whenDropped called for each event that is dropped; must not block
     * @param whenFailed called with a listener that failed and with what it threw
     */
    EventDispatcher(
            Environment environment,
            Runnable whenDropped,
            BiConsumer<Consumer<? super NodeEvent>, Throwable> whenFailed) {
        this.environment = environment;
        this.whenDropped = whenDropped;
        this.whenFailed = whenFailed;
    }

    Node.Watch watch(Consumer<? super NodeEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Never blocks. */
    void add(NodeEvent event) {
        if (listeners.isEmpty()) {
            return;
        }
        boolean dropped;
        boolean first;
        synchronized (this) {
            dropped = waiting.size() == MAX_WAITING;
            if (dropped) {
                waiting.removeFirst();
            }
            waiting.addLast(event);
            first = !running;
            running = true;
        }
        if (dropped) {
            whenDropped.run();
        }
        if (first) {
            environment.start("events", this::deliver);
        }
    }

    private void deliver() {
        for (NodeEvent event = next(); event != null; event = next()) {
            for (Consumer<? super NodeEvent> listener : listeners) {
                try {
                    listener.accept(event);
                } catch (RuntimeException | Error e) { // such as a class of an uninstalled bundle
                    whenFailed.accept(listener, e);
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
