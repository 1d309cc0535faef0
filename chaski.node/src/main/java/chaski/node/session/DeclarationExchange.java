package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.api.Topic;
import chaski.api.protocol.Credit;
import chaski.api.protocol.DeclarationHandle;
import chaski.node.context.CoalescedTask;
import chaski.node.declaration.DeclarationPeer;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.InboundCredit;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.send.SendChannel;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.SessionId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The declarations and the credit of one session, in both directions: what this node declares and grants is marked to
 * be sent to the peer, and what the peer declares is routed to it. Thread-safe.
 */
final class DeclarationExchange implements DeclarationPeer {

    private final SessionResources shared;
    private final SessionId id;
    private final Declarations declarations;
    private final SendChannel sendChannel;
    private final ControlState control;
    private final CoalescedTask declared;
    private final CoalescedTask creditOverdue;
    private volatile @Nullable InboundCredit keptFlow;
    private volatile long applied;

    /**
     * Creates the exchange of one session, which declares nothing yet.
     *
     * @param shared has the declarations of this node and of all peers
     * @param id the session
     * @param sendChannel the sending side of the session
     * @param control sends the declarations and the credit of this node
     * @param declared requested after the peer has changed its declarations
     * @param creditOverdue requested while others wait for credit that the peer keeps
     */
    DeclarationExchange(
            SessionResources shared,
            SessionId id,
            SendChannel sendChannel,
            ControlState control,
            CoalescedTask declared,
            CoalescedTask creditOverdue) {
        this.shared = shared;
        this.id = id;
        this.declarations = shared.declarations();
        this.sendChannel = sendChannel;
        this.control = control;
        this.declared = declared;
        this.creditOverdue = creditOverdue;
    }

    // ---- from this node to the peer

    /** Declares to the peer from now on. */
    void opened() {
        declarations.opened(this);
    }

    /** Declares nothing more to the peer, which keeps no credit. */
    void closed() {
        declarations.closed(this);
    }

    /** Marks everything to be sent on a new link. */
    void repeat(Object next) {
        control.repeat(next, declarations.flows(this), sendChannel.credits().blockedFlows());
    }

    Credit credit(DeclarationHandle declaration) {
        return ((LocalDeclaration) declaration).flow(this);
    }

    @Override
    public void declarationsChanged() {
        control.declarations();
        sendChannel.owner().wake();
    }

    @Override
    public void creditChanged(InboundCredit flow) {
        control.credit(flow);
        sendChannel.owner().wake();
    }

    @Override
    public void creditKept(InboundCredit flow) {
        keptFlow = flow;
        creditOverdue.request();
    }

    /** Returns the flow whose credit was last reported as kept. */
    @Nullable
    InboundCredit keptFlow() {
        return keptFlow;
    }

    /** Records that the peer sends under a version of this node's declarations from now on. */
    void applied(long version) {
        applied = version;
        declarations.applied(this, version);
    }

    /** {@return the version of this node's declarations under which the peer sends} */
    long applied() {
        return applied;
    }

    // ---- from the peer to this node

    /**
     * Checks the number of declarations of the peer.
     *
     * @param pendingChanges the number of changes that have arrived and are not applied yet
     * @throws ProtocolException if there are too many
     */
    void check(int pendingChanges) {
        int limit = shared.context().config().limits().topicsPerPeer();
        if (pendingChanges > 2 * limit || sendChannel.credits().declarationCount() > limit) {
            throw new ProtocolException("expected at most " + limit
                    + " subscriptions of one node (limits.topicsPerPeer), got more: close some");
        }
    }

    /**
     * The peer refuses a route of this node, or accepts it again.
     *
     * @return its topic; empty if nothing changes
     */
    Optional<Topic> routeRefused(long route, boolean refused) {
        return shared.router().refused(sendChannel, route, refused);
    }

    /** Applies changes of the peer's declarations, up to a version. */
    void apply(List<DeclarationChange> changes, long version) {
        shared.router().apply(sendChannel, changes, version);
        check(0);
        declared.request();
    }

    /** Identical in every run of a simulation, so that sets of peers iterate in the same order. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return "declarations of " + sendChannel.owner().peerName();
    }
}
