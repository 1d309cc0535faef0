/**
 * How threads of the streamer wait, and are woken without a lock that others need.
 *
 * <p>{@link chaski.streamer.waiting.Gate} is for many who wait until something holds, {@link chaski.streamer.waiting.Wakeup} for one
 * who is told to try again, {@link chaski.streamer.waiting.Nanos} turns a time of the API into nanoseconds.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.waiting;

import org.jspecify.annotations.NullMarked;
