/**
 * Which sessions a message goes to: all that match, or none.
 *
 * <p>{@link chaski.node.routing.Router} knows the declarations of all peers. A {@link chaski.node.routing.PublisherRoute} takes room and
 * credit in all sessions that match before it appends to the first; a {@link chaski.node.routing.DirectRoute} leads to one peer.
 */
@NullMarked
package chaski.node.routing;

import org.jspecify.annotations.NullMarked;
