/**
 * Lets threads of the streamer wait, and wakes them without a lock that others need.
 *
 * <p>{@link chaski.streamer.waiting.ConditionGate} lets many threads wait until a condition holds,
 * {@link chaski.streamer.waiting.Wakeup} wakes one thread to try again, {@link chaski.streamer.waiting.Nanos} converts
 * a duration of the API to nanoseconds.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.waiting;

import org.jspecify.annotations.NullMarked;
