package chaski.node.link;

import chaski.node.wire.Refusal;

/**
 * A link that this node does not take.
 *
 * @param counter what is counted
 * @param refused what the other side is sent
 */
record LinkRefusal(String counter, Refusal refused) {}
