package chaski.node.link;

import chaski.node.wire.Refused;

/**
 * A link that this node does not take.
 *
 * @param counter what is counted
 * @param refused what the other side is sent
 */
record Refusal(String counter, Refused refused) {}
