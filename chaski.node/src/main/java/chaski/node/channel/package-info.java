/**
 * Calls the code that owns a channel.
 *
 * <p>{@link chaski.node.channel.ChannelCalls} contains the failures of that code and knows when it has returned; {@link
 * chaski.node.channel.ChannelEnvironment} ends its timers and threads with the channel.
 */
@NullMarked
package chaski.node.channel;

import org.jspecify.annotations.NullMarked;
