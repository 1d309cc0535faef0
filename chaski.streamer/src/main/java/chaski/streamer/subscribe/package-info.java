/**
 * The receiving side: from a peer's bytes, or a local publisher's, to the code that takes the messages.
 *
 * <p>A message takes this way. {@link chaski.streamer.subscribe.SessionInbound} reads its head on the I/O thread and finds, by the
 * route's number, who gets it: one {@link chaski.streamer.subscribe.Lane} for each subscription, from a list that is made anew only
 * when a subscription or what the peer has applied changed. The lane gathers {@link chaski.streamer.subscribe.Delivery}s into a
 * {@link chaski.streamer.subscribe.Batch} and puts it into the {@link chaski.streamer.subscribe.Mailbox} when the I/O thread has read
 * what there was. {@link chaski.streamer.subscribe.DefaultSubscription} takes messages out one by one, decodes them on the thread that
 * wants them, and so gives their credit back.
 *
 * <p>{@link chaski.streamer.subscribe.Mailboxes} knows all of this node's subscriptions by pattern. A mailbox knows nothing of the
 * types and the code of the user's, so that a session, which may remember it for a while, does not pin them.
 *
 * <p>Locks, in the order they are taken: the engine's lock of a session's arrivals; {@code Mailboxes}; the engine's declarations. And:
 * a publisher's lock; the engine's outbound locks; a mailbox's exit; its entry. No user code is called under any of ours.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.subscribe;

import org.jspecify.annotations.NullMarked;
