package chaski.api.protocol;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.UnsubscribedReason;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
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
     * Counts messages that arrived and are not delivered; the publisher's node is notified.
     *
     * @param messages how many
     * @param reason that their subscriptions are closed, or that their route is not {@linkplain #admits admitted}
     */
    void unsubscribed(int messages, UnsubscribedReason reason);

    /**
     * Decides whether the peer may do something at this node, and reports a refusal: by a counter, an event, a log line and to the audit.
     * In a network that is not closed everything is allowed. The protocol does not do what is refused.
     *
     * @param permission what the peer wants to do
     * @param subject what it is limited to, as in {@link chaski.api.security.AccessRequest}
     * @param member the member of a service, or an empty text
     * @return the decision
     */
    Decision decide(Permission permission, String subject, String member);

    /**
     * Decides whether the peer may publish a topic on a route that it has opened. If not, the peer is notified and sends nothing more on
     * it; what it has sent is to be counted as {@link #unsubscribed}. If a later call allows it, the peer is notified again. Called in
     * {@link Inbound#onRoute} and {@link Inbound#onAccessChanged} only.
     *
     * @param route the number of the route
     * @param topic its topic
     * @return true if the messages of the route may be delivered
     */
    boolean admits(long route, Topic topic);
}
