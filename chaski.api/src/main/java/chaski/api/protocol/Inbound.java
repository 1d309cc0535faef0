package chaski.api.protocol;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives what one peer sends on one channel, in order and once. All methods are called one after another, on I/O threads; they
 * must not block and must not run user code.
 *
 * <p>The numbers of the messages on a route grow, and parts of a large message do not mix with other messages of its route, as the
 * wire protocol demands. The engine does not check the numbers: it would need a lookup for each message that the channel makes anyway.
 * A channel that finds another order throws {@link chaski.api.ProtocolException}, which ends the session.
 */
@ConsumerType
public interface Inbound {

    /**
     * The peer opened a route.
     *
     * @param route the route's number on the peer
     * @param preamble valid only during the call
     * @throws chaski.api.ProtocolException when the bytes are not what the protocol allows
     */
    void onRoute(long route, ByteBuffer preamble);

    /**
     * The first part of a large message arrived; {@link #onMessage} follows when it is whole. Who receives it is decided now: the
     * sender took credit of the declarations that were applied at this point.
     *
     * @param route the route's number on the peer, opened before
     * @param sequence the message's number
     */
    void onMessageBegun(long route, long sequence);

    /**
     * A message arrived. When this returns, the message counts as handed over and is acknowledged.
     *
     * @param route the route's number on the peer, opened before
     * @param sequence the message's number
     * @param message head and body; valid only during the call. The sender was charged {@link Route#cost} of its length
     * @throws chaski.api.ProtocolException when the bytes are not what the protocol allows
     */
    void onMessage(long route, long sequence, ByteBuffer message);

    /**
     * A message arrived that was sent by {@link Route#datagram}. It took no credit; who takes it reserves room as for a message of this
     * node's own, with {@link DeclarationHandle#tryReserve}. By default it is dropped.
     *
     * @param route the route's number on the peer, opened before
     * @param sequence the message's number; any order, none twice
     * @param message head and body; valid only during the call
     * @return for how many declarations it was dropped because there was no room
     * @throws chaski.api.ProtocolException when the bytes are not what the protocol allows
     */
    default int onDatagram(long route, long sequence, ByteBuffer message) {
        return 0;
    }

    /**
     * The peer closed a route.
     *
     * @param route the route's number on the peer
     */
    void onRouteClosed(long route);

    /**
     * The peer has applied this node's declarations up to a version: what follows was sent by them, what came before was not.
     *
     * @param version the version
     */
    void onApplied(long version);

    /** What was available has been handed over; a good time to wake consumers. */
    void onIdle();

    /** The session ended; nothing follows. */
    void onClosed();
}
