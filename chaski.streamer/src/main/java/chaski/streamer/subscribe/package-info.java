/**
 * The receiving side: from a peer's bytes, or a local publisher's, to the code that takes the messages.
 *
 * <p>The path of a message: {@link chaski.streamer.subscribe.SessionInbound} reads its head on the I/O thread and finds
 * its receivers by the route's number: one {@link chaski.streamer.subscribe.DeliveryBatcher} for each subscription,
 * from a list that is rebuilt only when a subscription or the applied version of the peer has changed. The batcher
 * collects {@link chaski.streamer.subscribe.Delivery}s into a {@link chaski.streamer.subscribe.Batch} and adds it to
 * the {@link chaski.streamer.subscribe.Mailbox} when the I/O thread has processed everything it had read. {@link
 * chaski.streamer.subscribe.DefaultSubscription} takes messages one by one, decodes them on the consuming thread, and
 * returns their credit.
 *
 * <p>{@link chaski.streamer.subscribe.Mailboxes} knows all of this node's subscriptions by pattern. A mailbox does not
 * refer to the user's types and code, so that a session, which may refer to it for a while, does not pin them.
 *
 * <p>Locks, in the order they are taken: the engine's lock of a session's arrivals; {@code Mailboxes}; the engine's
 * declarations. And: a publisher's lock; the engine's outbound locks; a mailbox's exit; its entry. No user code is
 * called under any lock of the streamer.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.subscribe;

import org.jspecify.annotations.NullMarked;
