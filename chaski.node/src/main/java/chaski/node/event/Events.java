package chaski.node.event;

import chaski.api.node.NodeEvent;

/** Takes events. Thread-safe, never blocks, and never runs user code in the caller. */
@FunctionalInterface
public interface Events {

    /**
     * Tells what happened.
     *
     * @param event what
     */
    void raise(NodeEvent event);
}
