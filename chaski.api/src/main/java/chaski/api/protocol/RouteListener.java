package chaski.api.protocol;

import chaski.api.node.NodeEvent;
import org.osgi.annotation.versioning.ConsumerType;

/** Told what happens on a {@link Route}, on any thread; must not block. */
@ConsumerType
public interface RouteListener {

    /** The number of matching declarations may have changed. */
    default void onMatchChanged() {}

    /**
     * The session with a peer ended and messages of this route were not confirmed.
     *
     * @param lost which
     */
    default void onLost(NodeEvent.LostRange lost) {}
}
