package chaski.node.channel;

import chaski.api.node.NodeEvent;
import chaski.api.protocol.RouteListener;

/**
 * A route listener whose failures affect nothing else, and which is not called once its channel is closed. Thread-safe.
 */
public final class GuardedListener implements RouteListener {

    private final ChannelCalls calls;
    private final RouteListener listener;

    /** Wraps a listener. */
    public GuardedListener(ChannelCalls calls, RouteListener listener) {
        this.calls = calls;
        this.listener = listener;
    }

    @Override
    public void onMatchChanged() {
        calls.run("a listener of routes", listener::onMatchChanged);
    }

    @Override
    public void onLost(NodeEvent.LostRange lost) {
        calls.run("a listener of routes", () -> listener.onLost(lost));
    }
}
