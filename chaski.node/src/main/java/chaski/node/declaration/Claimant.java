package chaski.node.declaration;

/** Something that waits in the queue of a window for room: a peer that is blocked, or a message of this node's own. */
sealed interface Claimant permits InboundCredit, Reservation {

    /** {@return how much room it lacks; guarded by the pool} */
    long lacking();
}
