/**
 * Publishers whose subscribers are on another node. {@link chaski.remote.stream.RemotePublisher} is the proxy for a
 * publisher there; each subscription opens a stream, of which a {@link chaski.remote.stream.StreamReceiver} is the
 * subscriber's end and a {@link chaski.remote.stream.StreamSender} the publisher's. Demand is sent one way as
 * cumulative figures, items the other way, in order, in the session's log. {@link chaski.remote.stream.StreamTable}
 * holds the open streams. User code runs on a {@link chaski.remote.stream.SerialExecutor}.
 *
 * <p>{@link chaski.remote.stream.ObservationRegistry} makes publishers of observed attributes.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.stream;

import org.jspecify.annotations.NullMarked;
