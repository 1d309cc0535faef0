package chaski.api.security;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides what identities may do at a node. A program implements it when a file of grants is not enough, for example to decide by a
 * directory service that it has copied into memory.
 *
 * <p>A node decides when a peer connects, when a subscription or a publisher of a peer is introduced, and for each call, not for each
 * message. It decides all that again after a change.
 *
 * <p>Thread-safe. A method that throws refuses.
 */
@ConsumerType
@FunctionalInterface
public interface Authorizer {

    /**
     * Decides. Called on threads of the engine, also on I/O threads, so it must not block: it decides by what is in memory.
     *
     * @param request the identity and what it wants to do
     * @return the decision
     */
    Decision decide(AccessRequest request);

    /**
     * Adds a listener that is called after decisions have changed, also when they have because a grant expired. This implementation does
     * nothing, for those whose decisions never change.
     *
     * @param listener is called on any thread, and returns at once
     */
    default void addListener(Runnable listener) {}

    /**
     * Removes a listener. It can be called once more if it is about to be called.
     *
     * @param listener the listener; others have no effect
     */
    default void removeListener(Runnable listener) {}
}
