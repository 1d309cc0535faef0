package chaski.api.node;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A declaration in force, with its credit. What is granted to all peers together, what waits here and what local publishers
 * reserve never exceeds the window, a single larger message excepted. Thread-safe.
 */
@ProviderType
public interface Declared {

    /** {@return its number on this node, never reused} */
    long id();

    /** {@return the version of this node's declarations with which it came into force; see {@link Inbound#onApplied}} */
    long version();

    /** {@return what was declared} */
    Declaration declaration();

    /**
     * Takes credit for a message of this node's own.
     *
     * @param cost from {@link Route#cost}
     * @return whether there was enough; if not, and nothing else is granted or waiting, a message larger than the window passes
     */
    boolean tryReserve(long cost);

    /**
     * Gives back what {@link #tryReserve} took: the message was consumed, or not sent after all.
     *
     * @param cost as reserved
     */
    void release(long cost);

    /**
     * Asks to be called once when {@link #tryReserve} may succeed for that cost; at once if it may now.
     *
     * @param cost the cost
     * @param callback must not block
     * @return calls it off
     */
    Environment.Cancellable whenReservable(long cost, Runnable callback);

    /**
     * Withdraws the declaration. Peers learn of it and stop sending.
     *
     * @param applied called once when no peer sends for it any more, or the sessions of those that might have ended; must not
     *     block
     */
    void withdraw(Runnable applied);
}
