package chaski.api.protocol;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives what one peer sends on one channel, in order and once. All methods are called one after another, on I/O threads; they
 * must not block and must not run user code.
 *
 * <p>The numbers of the messages on a route increase, and parts of a large message are not interleaved with other messages of its
 * route, as the wire protocol demands. The engine does not check the numbers: that would need a lookup for each message, which the
 * channel makes anyway. A channel that detects another order throws {@link chaski.api.ProtocolException}, which ends the session.
 */
@ConsumerType
public interface Inbound {

    /**
     * Called when the peer has opened a route.
     *
     * @param route the route's number on the peer
     * @param preamble valid only during the call
     * @throws chaski.api.ProtocolException when the bytes violate the protocol
     */
    void onRoute(long route, ByteBuffer preamble);

    /**
     * Called when the first part of a large message has arrived; {@link #onMessage} follows when it is complete. Its receivers are
     * determined now: the sender took credit of the declarations that were applied at this point.
     *
     * @param route the route's number on the peer, opened before
     * @param sequence the message's number
     */
    void onMessageBegun(long route, long sequence);

    /**
     * Called when a message has arrived. When this returns, the message counts as handed over and is acknowledged.
     *
     * @param route the route's number on the peer, opened before
     * @param sequence the message's number
     * @param message head and body; valid only during the call. The sender was charged {@link Route#cost} of its length
     * @throws chaski.api.ProtocolException when the bytes violate the protocol
     */
    void onMessage(long route, long sequence, ByteBuffer message);

    /**
     * Called when a message has arrived that was sent by {@link Route#datagram}. It took no credit; a channel that takes it
     * reserves room as for a message of this node's own, with {@link DeclarationHandle#tryReserve}. By default it is dropped.
     *
     * @param route the route's number on the peer, opened before
     * @param sequence the message's number; any order, none twice
     * @param message head and body; valid only during the call
     * @return for how many declarations it was dropped because there was no room
     * @throws chaski.api.ProtocolException when the bytes violate the protocol
     */
    default int onDatagram(long route, long sequence, ByteBuffer message) {
        return 0;
    }

    /**
     * Called when the peer has closed a route.
     *
     * @param route the route's number on the peer
     */
    void onRouteClosed(long route);

    /**
     * Called when the peer has applied this node's declarations up to a version: messages that follow were sent for them, earlier
     * ones were not.
     *
     * @param version the version
     */
    void onApplied(long version);

    /**
     * Called when the peer refuses a declaration of this node, or accepts one that it had refused. While it is refused, the messages that
     * arrive are sent for other declarations only, and take none of its credit. By default this is ignored.
     *
     * @param declaration the number of the declaration
     * @param refused true if it is refused from now on
     */
    default void onRefused(long declaration, boolean refused) {}

    /**
     * Called when decisions on the peer may have changed. A protocol that asks {@link PeerSession#admits} asks it again for each route. By
     * default this is ignored.
     */
    default void onAccessChanged() {}

    /** Called when everything available has been handed over; a good time to wake consumers. */
    void onIdle();

    /** Called when the session has ended; no call follows. */
    void onClosed();
}
