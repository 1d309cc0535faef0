/**
 * The sending side: from the user's call to the engine's route and this node's own subscriptions.
 *
 * <p>{@link chaski.streamer.publish.DefaultPublisher} encodes the payload without any lock. Its
 * {@link chaski.streamer.publish.PublishPipeline} then sends the message to all subscriptions or to none, under the
 * publisher's one lock, which is uncontended as long as one thread publishes: it offers the message to the route
 * together with the declarations of this node's own matching subscriptions
 * ({@link chaski.streamer.publish.LocalReceivers}), so that the engine reserves room everywhere by one rule, and then
 * adds it to their mailboxes. The outcome of a message is reported by a {@link chaski.streamer.publish.PendingReceipt},
 * on a thread of {@link chaski.streamer.publish.CallbackExecutor}.
 *
 * <p>While a publisher waits, {@link chaski.streamer.publish.PublisherStallMonitor} checks what blocks it: a
 * subscription without progress ({@link chaski.streamer.publish.PublisherStall}) is reported after five seconds, and
 * cut if the publisher's options request it.
 *
 * <p>A message that must wait enters the {@link chaski.streamer.publish.PublishQueue}, which works by callbacks alone.
 * A blocking {@code publish} is a thin layer on top of it: enter, then attempt and park alternately, then leave. A
 * single-threaded simulation does the same without a thread: {@code DefaultPublisher.enter(payload, headers, notified)}
 * returns the entry, {@code Entry.attempt()} is called once and then from an event that each notification schedules
 * (not within the notification, which may arrive under a lock), until it returns something other than {@code
 * PublishPipeline.BLOCKED}; {@code Entry.close()} gives up, as an interrupt or a time-out does.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.publish;

import org.jspecify.annotations.NullMarked;
