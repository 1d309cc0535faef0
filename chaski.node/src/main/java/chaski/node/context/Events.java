package chaski.node.context;

import chaski.api.node.NodeEvent;

/** Takes events. Thread-safe, never blocks, and never runs user code in the caller. */
@FunctionalInterface
public interface Events {

    /**
     * Raises an event.
     *
     * @param event creates the event; called at once, with the time by the clock of the node
     */
    void raise(NodeEvent.Draft event);

    /**
     * Reports that code of a channel's owner has failed; it is logged. By default nothing is done.
     *
     * @param channel the channel's name
     * @param what which callback failed
     * @param error what it threw
     */
    default void channelFailed(String channel, String what, Throwable error) {}

    /** Reports that the JVM has no direct memory for the logs of sessions; it is logged. By default nothing is done. */
    default void memoryShort() {}
}
