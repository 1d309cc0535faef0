package chaski.api.node;

import chaski.api.NodeId;
import org.osgi.annotation.versioning.ProviderType;

/** A session as a protocol sees it. Thread-safe. */
@ProviderType
public interface PeerSession {

    /** {@return the peer} */
    NodeId peer();

    /** {@return the peer's run} */
    long incarnation();

    /** {@return the peer's name for people} */
    String peerName();

    /**
     * Returns the credit of a declaration towards this peer.
     *
     * @param declared a declaration of this node with a window
     * @return its credit
     */
    Credit credit(Declared declared);

    /**
     * Counts messages that arrived for subscriptions that are closed; the publisher is told.
     *
     * @param messages how many
     */
    void unsubscribed(int messages);
}
