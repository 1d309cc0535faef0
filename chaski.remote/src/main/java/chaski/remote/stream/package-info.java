/**
 * Publishers whose subscribers are on another node. {@link chaski.remote.stream.RemotePublisher} stands here for a publisher there; each
 * subscription opens a stream, of which an {@link chaski.remote.stream.StreamReceiver} is the subscriber's end and an
 * {@link chaski.remote.stream.StreamSender} the publisher's. Demand travels one way as cumulative figures, items the other way, one after
 * another in the session's log; {@link chaski.remote.stream.StreamTable} knows which streams there are on which channel. What runs the user's
 * code is a {@link chaski.remote.stream.SerialExecutor}.
 *
 * <p>{@link chaski.remote.stream.ObservationRegistry} makes publishers of attributes that are observed.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.stream;

import org.jspecify.annotations.NullMarked;
