package chaski.api.protocol;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A declaration in force, with its credit. What is granted to all peers together, what waits here and what local publishers
 * reserve never exceeds the window, a single larger message excepted. Thread-safe.
 */
@ProviderType
public interface DeclarationHandle {

    /** {@return its number on this node, never reused} */
    long id();

    /** {@return the version of this node's declarations with which it came into force; see {@link Inbound#onApplied}} */
    long version();

    /**
     * {@return the version of this node's declarations with which it was withdrawn, {@link Long#MAX_VALUE} while it is in force}
     * A session whose peer has applied that version or a later one sends nothing for it. Set before {@link #withdraw} returns and
     * before any peer can apply it.
     */
    long withdrawnVersion();

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
     * Gives back room that was taken for a message of this node's own, since the message was consumed.
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
     * @param applied called once when no peer sends for it any more, or the sessions of those that might have ended; for each
     *     session after its {@link Inbound#onApplied} or {@link Inbound#onClosed}; must not block
     */
    void withdraw(Runnable applied);
}
