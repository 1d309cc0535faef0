/**
 * Decides which sessions receive a message: all that match, or none.
 *
 * <p>{@link chaski.node.routing.Router} knows the declarations of all peers. A
 * {@link chaski.node.routing.PublisherRoute} sends to a single session at once; its {@link chaski.node.routing.FanOut}
 * reserves room and credit in all matching sessions before it appends to the first. A
 * {@link chaski.node.routing.DirectRoute} sends to one peer.
 */
@NullMarked
package chaski.node.routing;

import org.jspecify.annotations.NullMarked;
