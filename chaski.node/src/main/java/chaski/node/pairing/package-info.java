/**
 * Which nodes are to be linked because they share a topic, and which sessions nobody needs any more.
 *
 * <p>{@link chaski.node.pairing.Pairing} is told what this node publishes and subscribes, what the directory knows, and which
 * sessions there are. {@link chaski.node.pairing.SharedTopics} finds the nodes that share a topic, by indexes and not by looking
 * at everybody; {@link chaski.node.pairing.SubscriberMesh} chooses a few among subscribers, if they are to be linked at all. What
 * is to be done comes out as {@link chaski.node.pairing.PairingActions}: whom to reach, whom to leave, what to tell users.
 *
 * <p>Nothing here dials: whoever carries the actions out goes on trying, with its own backoff, until it is told to stop. Nothing
 * here owns a clock or a thread; everything is confined to the control loop. Unless a type says otherwise, no parameter and no
 * result is {@code null}.
 */
@NullMarked
package chaski.node.pairing;

import org.jspecify.annotations.NullMarked;
