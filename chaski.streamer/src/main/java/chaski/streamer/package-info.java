/**
 * The streamer: publish and subscribe over a node's channel number 2.
 *
 * <p>Outgoing: a {@link chaski.streamer.DefaultPublisher} encodes the payload by its {@link chaski.streamer.PayloadFormat}, puts
 * a {@link chaski.streamer.MessageHead} before it, and gives both to its route and to this node's own subscriptions, or to none.
 * Incoming: one {@link chaski.streamer.PeerStream} for each session finds the {@link chaski.streamer.DefaultSubscription}s that a
 * message is for and queues an {@link chaski.streamer.Envelope}; it is opened, that is decoded, by whoever consumes it.
 */
@NullMarked
package chaski.streamer;

import org.jspecify.annotations.NullMarked;
