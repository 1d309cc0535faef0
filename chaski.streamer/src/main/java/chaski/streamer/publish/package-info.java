/**
 * The sending side: from the user's call to the engine's route and this node's own subscriptions.
 *
 * <p>{@link chaski.streamer.publish.DefaultPublisher} turns the payload into bytes without any lock. Its
 * {@link chaski.streamer.publish.Outlet} then gives the message to everybody or to nobody, under the publisher's one lock, which nobody
 * else wants as long as one thread publishes: it offers the message to the route together with the declarations of this node's own matching
 * subscriptions ({@link chaski.streamer.publish.LocalReceivers}), so that the engine takes room everywhere by one rule, and then puts it
 * into their mailboxes. The outcome of a message is reported by a {@link chaski.streamer.publish.PendingReceipt}, on a thread of
 * {@link chaski.streamer.publish.Completions}.
 *
 * <p>While a publisher waits, {@link chaski.streamer.publish.StalledPublishers} looks what is in its way: a subscription that does not move
 * ({@link chaski.streamer.publish.PublisherStall}) is reported after five seconds, and cut when the publisher's options say so.
 *
 * <p>A message that must wait has a place in the {@link chaski.streamer.publish.PublishQueue}, which works by callbacks alone. A blocking
 * {@code publish} is a thin shell around it: enter, then attempt and park in turns, then leave. A single-threaded simulation does the
 * same without a thread: {@code DefaultPublisher.enter(payload, headers, notified)} gives the place, {@code Entry.attempt()} is called
 * once and then from an event that each notification plans (not within the notification, which may come from below a lock), until it
 * returns something other than {@code Outlet.BLOCKED}; {@code Entry.close()} gives up, as an interrupt or a time-out does.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.publish;

import org.jspecify.annotations.NullMarked;
