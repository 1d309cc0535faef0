package chaski.node.declaration;

/** Waits in the queue of a window for room: a blocked peer, or a message of this node's own. */
sealed interface Claimant permits InboundCredit, Reservation {

    /** {@return how much room is lacking; guarded by the pool} */
    long lacking();
}
