package chaski.api.protocol;

import chaski.api.node.NodeEvent;
import org.osgi.annotation.versioning.ConsumerType;

/** Notified of events on a {@link Route}, on any thread; must not block. */
@ConsumerType
public interface RouteListener {

    /** Called when the number of matching declarations may have changed. */
    default void onMatchChanged() {}

    /**
     * Called when the session with a peer has ended and messages of this route were not acknowledged.
     *
     * @param lost the messages
     */
    default void onLost(NodeEvent.LostRange lost) {}
}
