package chaski.api.protocol;

import chaski.api.NodeId;
import chaski.api.security.Identity;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A session as a protocol sees it. Thread-safe. */
@ProviderType
public interface PeerSession {

    /** {@return the peer} */
    NodeId peer();

    /** {@return the identity that the peer has proved; empty in a network that is not closed} */
    Optional<Identity> identity();

    /** {@return the peer's run} */
    long incarnation();

    /** {@return the peer's name for people} */
    String peerName();

    /**
     * {@return whether the peer's process seems to have ended} While it does, messages are kept for the peer, but no caller should
     * wait for it; the session may still resume. {@link ChannelHandler#onDoubt} reports changes.
     */
    boolean isInDoubt();

    /**
     * Returns the credit of a declaration towards this peer.
     *
     * @param declared a declaration of this node with a window
     * @return its credit
     */
    Credit credit(DeclarationHandle declared);

    /**
     * Counts messages that arrived for subscriptions that are closed; the publisher's node is notified.
     *
     * @param messages how many
     */
    void unsubscribed(int messages);
}
