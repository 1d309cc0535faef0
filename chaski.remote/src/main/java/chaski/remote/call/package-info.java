/**
 * The calling side. {@link chaski.remote.call.ProxyFactory} makes proxies for objects of other nodes; each use of one
 * is a {@link chaski.remote.call.CallRequest}. {@link chaski.remote.call.CallClient} holds the {@link
 * chaski.remote.call.PendingCall}s, each of which selects a node from the {@link chaski.remote.call.ExporterDirectory}
 * and is sent as a {@link chaski.remote.call.CallAttempt}. A {@link chaski.remote.call.ReplyDecoder} turns a {@link
 * chaski.remote.call.CallOutcome} into the result for the caller.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.call;

import org.jspecify.annotations.NullMarked;
