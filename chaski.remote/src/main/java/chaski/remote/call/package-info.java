/**
 * The side that calls: {@link chaski.remote.call.ProxyFactory} makes what stands here for objects of other nodes, each use of which is a
 * {@link chaski.remote.call.CallRequest}. {@link chaski.remote.call.CallClient} holds the {@link chaski.remote.call.PendingCall}s and
 * knows the {@link chaski.remote.call.ExporterDirectory}; a {@link chaski.remote.call.ReplyDecoder} turns an {@link chaski.remote.call.CallOutcome} into what
 * the caller gets.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.call;

import org.jspecify.annotations.NullMarked;
