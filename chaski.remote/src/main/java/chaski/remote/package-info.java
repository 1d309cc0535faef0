/**
 * The remote: calls, attributes, streams and attached functions over a node's channel.
 *
 * <p>The node finds {@link chaski.remote.RemoteProvider}, which creates its {@link chaski.remote.DefaultRemote}. This
 * opens channel 3 and connects the parts: {@link chaski.remote.call} is the calling side, {@link chaski.remote.export}
 * the serving side, and {@link chaski.remote.channel} carries messages between them; {@link chaski.remote.stream} holds
 * the streams. {@link chaski.remote.member} finds the methods and attributes of types, {@link chaski.remote.value}
 * encodes values, {@link chaski.remote.reference} holds references, and {@link chaski.remote.wire} defines the
 * messages.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote;

import org.jspecify.annotations.NullMarked;
