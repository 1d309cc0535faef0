package chaski.api.protocol;

import chaski.api.node.NodeEvent;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way to one peer for as long as one session with it lives; opened with {@link Channel#route(PeerSession, java.nio.ByteBuffer)}.
 *
 * <p>What is offered needs no declaration of the peer and takes no credit, so the protocol bounds by itself how much it sends.
 * {@link #matched} is 1 while the session lives. Afterwards it is 0, {@code offer} returns 0, and nobody has the message. What was
 * not confirmed when the session ended is told by {@link Inbound#onClosed} alone, not by {@link NodeEvent.SessionLost}.
 */
@ProviderType
public interface PeerRoute extends Route {

    /**
     * Sends the preamble now, before there is a message, so that the peer's {@link Inbound#onRoute} tells that this side is there. A
     * peer that opens the channel later is told then. Has no effect when the preamble was sent.
     */
    void introduce();

    /**
     * Takes a message back that no link has begun to send, so that the peer certainly never gets it. That is possible while the
     * session has no link, and the last one has let go of what it held.
     *
     * @param sequence the number of a message that was offered with success
     * @return whether it was taken back; if not, the peer may have it or get it, or the message was longer than 64 KiB
     */
    boolean withdraw(long sequence);
}
