/**
 * Calls the code that owns a channel.
 *
 * <p>{@link chaski.node.channel.ChannelCalls} contains the failures of that code and reports when all of its calls have
 * returned. {@link chaski.node.channel.ChannelEnvironment} ends the timers and threads of a channel with the channel.
 */
@NullMarked
package chaski.node.channel;

import org.jspecify.annotations.NullMarked;
