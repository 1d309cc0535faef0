package chaski.node.context;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Dates events, counts them, logs them, and delivers them to the user's listeners. The log has a queue of its own, so that a
 * listener that does not return delays other listeners but not the log. Dropped events and failing listeners are
 * counted and logged. Thread-safe.
 */
public final class EventBus implements Events {

    private static final System.Logger LOG = System.getLogger(EventBus.class.getName());

    private final Environment environment;
    private final Counters counters;
    private final LimitedLog log;
    private final EventDispatcher toLog;
    private final EventDispatcher toListeners;
    private final AtomicBoolean reporting = new AtomicBoolean();

    public EventBus(String node, Environment environment, Counters counters) {
        this.environment = environment;
        this.counters = counters;
        this.log = new LimitedLog(LOG, node, environment::nanoTime);
        this.toLog = new EventDispatcher(environment, () -> counters.add("events.unlogged"), this::failed);
        this.toListeners = new EventDispatcher(environment, this::dropped, this::failed);
    }

    /** Logs events from now on. */
    @SuppressWarnings("resource")
    public void logTo(EventLog eventLog) {
        toLog.watch(eventLog);
    }

    public Node.Watch watch(Consumer<? super NodeEvent> listener) {
        return toListeners.watch(listener);
    }

    @Override
    public void raise(NodeEvent.Draft draft) {
        NodeEvent event = draft.at(Instant.ofEpochMilli(environment.wallTimeMillis()));
        counters.add("events." + event.getClass().getSimpleName());
        toLog.add(event);
        toListeners.add(event);
    }

    @Override
    public void channelFailed(String channel, String what, Throwable error) {
        if (log.log(
                Level.ERROR,
                "channel",
                channel + ' ' + what,
                "the channel " + channel + " failed (" + what + "): " + error
                        + "; sessions and other channels are not affected. If its bundle was just replaced, ignore"
                        + " this; else restart the bundle, and report this")) {
            LOG.log(Level.DEBUG, what, error);
        }
    }

    @Override
    public void memoryShort() {
        log.log(
                Level.WARNING,
                "memory",
                "",
                "the JVM has no direct memory left for the logs of sessions: publishers wait until some is free; raise"
                        + " -XX:MaxDirectMemorySize (without it -Xmx counts), or lower session.totalLogBytes");
    }

    /** Logs on another thread: the caller that raises an event must not wait for a log. */
    private void dropped() {
        counters.add("events.dropped");
        if (reporting.compareAndSet(false, true)) {
            environment.start("events-dropped", () -> {
                reporting.set(false);
                log.log(
                        Level.WARNING,
                        "events.dropped",
                        "",
                        "events are dropped, because " + EventDispatcher.MAX_WAITING
                                + " wait for listeners (Node.watch); let them return sooner");
            });
        }
    }

    private void failed(Consumer<? super NodeEvent> listener, Throwable error) {
        counters.add("events.listenerFailed");
        String name = listener.getClass().getName();
        if (log.log(
                Level.WARNING, "listener", name, "a listener of events (Node.watch) failed, " + name + ": " + error)) {
            LOG.log(Level.DEBUG, name, error);
        }
    }
}
