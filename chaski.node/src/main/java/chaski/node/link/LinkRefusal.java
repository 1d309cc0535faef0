package chaski.node.link;

import chaski.node.wire.Refusal;

/**
 * A link that this node refuses.
 *
 * @param counter the counter that is raised
 * @param refused the refusal that is sent to the other side
 */
record LinkRefusal(String counter, Refusal refused) {}
