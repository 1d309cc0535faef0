/**
 * The composition root of the engine: the one place that makes threads and reads the clock and the source of chance,
 * and hands them to the packages below it, of which there is one for each concern of the protocol.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.node;

import org.jspecify.annotations.NullMarked;
