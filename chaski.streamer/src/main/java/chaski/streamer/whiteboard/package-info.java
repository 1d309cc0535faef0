/**
 * Subscriptions by the whiteboard: a {@link chaski.api.streamer.TopicListener} service receives messages without having asked a streamer.
 *
 * <p>{@link chaski.streamer.whiteboard.Whiteboard} sees listeners and streamers come and go, in any order. What a listener's
 * service properties say is its {@code Wish}; what it has been given is its {@code Share}: a subscription for each pattern and
 * streamer.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.whiteboard;

import org.jspecify.annotations.NullMarked;
