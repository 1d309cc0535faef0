package chaski.api.protocol;

import chaski.api.NodeId;
import org.osgi.annotation.versioning.ConsumerType;

/** The receiving side of a protocol. */
@ConsumerType
public interface ChannelHandler {

    /**
     * Called when a session begins, or for an existing session when the channel opens; once for each, on the node's control loop.
     * Nothing that the peer sends is handed over before this returns. Must not block.
     *
     * @param session the session
     * @return receives what that peer sends on this channel
     */
    Inbound open(PeerSession session);

    /**
     * Called when a publisher has cut a declaration of this node, because the declaration blocked it for too long: the publisher's
     * node sends nothing more for it. Called after everything that was sent before, on any thread; must not block. By default the
     * declaration is withdrawn, so that no other peer sends for it either.
     *
     * @param declared the declaration
     * @param by the publisher's node, which may be this one
     */
    default void onCut(DeclarationHandle declared, NodeId by) {
        declared.withdraw(() -> {});
    }

    /**
     * Called when the process of a peer begins to seem ended, or turns out to be alive; see {@link PeerSession#isInDoubt}. Called
     * on the node's control loop, after {@link #open} for that session. Must not block. By default it is ignored.
     *
     * @param session the session
     * @param inDoubt true if the peer is in doubt now
     */
    default void onDoubt(PeerSession session, boolean inDoubt) {}

    /**
     * Called when the grants of this node may have changed, before {@link Inbound#onAccessChanged} is called for each session. What this
     * node does itself may have to be decided again, see {@link ProtocolNode#decideOwn}. Called on the node's control loop; must not
     * block. By default it is ignored.
     */
    default void onAccessChanged() {}
}
