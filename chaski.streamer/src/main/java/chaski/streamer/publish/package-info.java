/**
 * The sending side: from the user's call to the engine's route and this node's own subscriptions.
 *
 * <p>{@link chaski.streamer.publish.DefaultPublisher} turns the payload into bytes without any lock. Its
 * {@link chaski.streamer.publish.Outlet} then gives the message to everybody or to nobody, under the publisher's one lock, which nobody
 * else wants as long as one thread publishes: first it reserves room in this node's own matching mailboxes
 * ({@link chaski.streamer.publish.LocalReceivers}), then it offers the message to the route, then it puts it into the mailboxes. A publish
 * that must wait stands in a {@link chaski.streamer.publish.WaitingLine}. What becomes of a message is told by a
 * {@link chaski.streamer.publish.PendingReceipt}, on a thread of {@link chaski.streamer.publish.Completions}.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.publish;

import org.jspecify.annotations.NullMarked;
