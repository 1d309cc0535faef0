package chaski.api.protocol;

import org.osgi.annotation.versioning.ProviderType;

/** The credit of one declaration towards one peer, on the receiving side. Thread-safe. */
@ProviderType
public interface Credit {

    /**
     * Called when a message has arrived and was queued.
     *
     * @param cost from {@link Route#cost}
     * @return whether the peer had that credit; if not, it violates the protocol, and the caller throws
     *     {@link chaski.api.ProtocolException}
     */
    boolean received(long cost);

    /**
     * Called when messages were taken from the queue; their credit can be granted again.
     *
     * @param cost the sum of their costs
     */
    void taken(long cost);
}
