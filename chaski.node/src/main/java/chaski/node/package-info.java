/**
 * The composition root of the engine: the only place that creates threads and reads the clock and the source of randomness. It
 * passes them to the packages below it, one for each concern of the protocol.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node;

import org.jspecify.annotations.NullMarked;
