package chaski.api.protocol;

import chaski.api.node.NodeEvent;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A route to one peer for as long as one session with it lives; opened with
 * {@link Channel#route(PeerSession, java.nio.ByteBuffer)}.
 *
 * <p>Offered messages need no declaration of the peer and take no credit, so the protocol itself limits how much it sends.
 * {@link #matched} is 1 while the session lives. Afterwards it is 0, {@code offer} returns 0, and no peer has the message. Messages
 * that were not acknowledged when the session ended are reported by {@link Inbound#onClosed} alone, not by
 * {@link NodeEvent.SessionLost}.
 */
@ProviderType
public interface PeerRoute extends Route {

    /**
     * Sends the preamble now, before there is a message, so that the peer's {@link Inbound#onRoute} announces this side. A peer
     * that opens the channel later is notified then. Has no effect when the preamble was sent.
     */
    void introduce();

    /**
     * Withdraws a message that no link has begun to send, so that the peer certainly never receives it. That is possible while the
     * session has no link, and the last one has released the bytes that it held.
     *
     * @param sequence the number of a message that was offered with success
     * @return whether it was withdrawn; if not, the peer may have it or receive it, or the message was longer than 64 KiB
     */
    boolean withdraw(long sequence);
}
