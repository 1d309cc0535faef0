package chaski.api.protocol;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A declaration in force, with its credit. The credit granted to all peers together, the messages waiting here and the room
 * reserved by local publishers never exceed the window in total, except for a single larger message. Thread-safe.
 */
@ProviderType
public interface DeclarationHandle {

    /** {@return its number on this node, never reused} */
    long id();

    /** {@return the version of this node's declarations with which it took effect; see {@link Inbound#onApplied}} */
    long version();

    /**
     * {@return the version of this node's declarations with which it was withdrawn, {@link Long#MAX_VALUE} while it is in force}
     * A session whose peer has applied that version or a later one sends nothing for it. Set before {@link #withdraw} returns and
     * before any peer can apply it.
     */
    long withdrawnVersion();

    /** {@return the declaration} */
    Declaration declaration();

    /**
     * Takes credit for a message of this node's own.
     *
     * @param cost from {@link Route#cost}
     * @return whether there was enough; a message larger than the window succeeds if nothing else is granted or waiting
     */
    boolean tryReserve(long cost);

    /**
     * Returns room that was taken for a message of this node's own, after the message was consumed.
     *
     * @param cost as reserved
     */
    void release(long cost);

    /**
     * Registers a callback, which is called once when {@link #tryReserve} may succeed for that cost; immediately if it
     * may succeed now.
     *
     * @param cost the cost
     * @param callback must not block
     * @return cancels the registration
     */
    Environment.Cancellable whenReservable(long cost, Runnable callback);

    /**
     * Withdraws the declaration. Peers are notified and stop sending.
     *
     * @param applied called once when no peer sends for it any more, or the sessions of those that might have ended; for each
     *     session after its {@link Inbound#onApplied} or {@link Inbound#onClosed}; must not block
     */
    void withdraw(Runnable applied);
}
