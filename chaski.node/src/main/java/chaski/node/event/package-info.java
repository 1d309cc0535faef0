/**
 * What the engine tells about itself: {@link chaski.node.event.Counters} for every thing sent, refused and dropped, and
 * {@link chaski.node.event.Events} for what a person or a program may want to act on.
 */
@NullMarked
package chaski.node.event;

import org.jspecify.annotations.NullMarked;
