/**
 * The side that calls: {@link chaski.remote.call.Proxies} makes what stands here for objects of other nodes, each use of which is a
 * {@link chaski.remote.call.Request}. {@link chaski.remote.call.Caller} holds the {@link chaski.remote.call.PendingCall}s and
 * knows the {@link chaski.remote.call.Exporters}; a {@link chaski.remote.call.Reply} turns an {@link chaski.remote.call.Outcome} into what
 * the caller gets.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.call;

import org.jspecify.annotations.NullMarked;
