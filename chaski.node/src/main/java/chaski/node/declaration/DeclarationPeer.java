package chaski.node.declaration;

/** A session, as declarations see it. Its methods may be called on any thread without a lock; they only leave a mark. */
public interface DeclarationPeer {

    /** There are declarations that the peer has not been told. */
    void declarationsChanged();

    /**
     * The grant or the reclaim generation of a flow has changed.
     *
     * @param flow the flow
     */
    void creditChanged(InboundCredit flow);

    /**
     * Others wait for credit that was asked back from this peer a second ago or longer and that it has not answered for. Reported again
     * twice a second while that is so.
     *
     * @param flow the flow
     */
    void creditKept(InboundCredit flow);
}
