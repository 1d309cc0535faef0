package chaski.node.declaration;

/**
 * A session, as declarations see it. Its methods are called on any thread, without a lock, and must return immediately.
 */
public interface DeclarationPeer {

    /** There are declarations that have not been sent to the peer. */
    void declarationsChanged();

    /**
     * The grant or the reclaim generation of a flow has changed.
     *
     * @param flow the flow
     */
    void creditChanged(InboundCredit flow);

    /**
     * Others wait for credit that this peer was asked to return at least a second ago, and it has not answered. Repeated twice a second
     * until it does.
     *
     * @param flow the flow
     */
    void creditKept(InboundCredit flow);
}
