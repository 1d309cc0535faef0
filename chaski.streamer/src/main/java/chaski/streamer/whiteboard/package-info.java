/**
 * Subscriptions by the whiteboard pattern: a {@link chaski.api.streamer.TopicListener} service receives messages
 * without calling a streamer.
 *
 * <p>{@link chaski.streamer.whiteboard.Whiteboard} tracks listeners and streamers, in any order. The service properties
 * of a listener are its {@code ListenerSpec}; its subscriptions, one for each pattern and streamer, are its
 * {@code ListenerBinding}.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.whiteboard;

import org.jspecify.annotations.NullMarked;
