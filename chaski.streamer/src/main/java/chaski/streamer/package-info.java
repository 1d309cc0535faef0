/**
 * The streamer: publishers, subscriptions and what lies between them and a node's channel.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer;

import org.jspecify.annotations.NullMarked;
