/**
 * Decides which nodes to link because they share a topic, and which sessions are not needed any more.
 *
 * <p>{@link chaski.node.pairing.Pairing} receives this node's topics, the entries of the directory and the sessions. {@link
 * chaski.node.pairing.SharedTopics} finds the nodes that share a topic by indexes; {@link chaski.node.pairing.SubscriberMesh}
 * chooses a few among subscribers, if these are to be linked at all. The decisions are calls of {@link
 * chaski.node.pairing.PairingActions}: nodes to dial, sessions to end, events to report.
 *
 * <p>Nothing here dials: the implementation of the actions retries, with its own backoff, until another action stops it. No
 * class here owns a clock or a thread; everything is confined to the control loop. Unless stated otherwise, no parameter and
 * no result is {@code null}.
 */
@NullMarked
package chaski.node.pairing;

import org.jspecify.annotations.NullMarked;
