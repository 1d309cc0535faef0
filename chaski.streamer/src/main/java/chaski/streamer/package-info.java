/**
 * The streamer: typed publish and subscribe over a node's channel.
 *
 * <p>{@link chaski.streamer.StreamerProvider} is found by the node and makes its {@link chaski.streamer.DefaultStreamer}, which opens channel 2
 * and puts the parts together: {@link chaski.streamer.publish} is the way out, {@link chaski.streamer.subscribe} the way in,
 * {@link chaski.streamer.payload} turns objects into bytes and back, {@link chaski.streamer.wire} says what the bytes around a payload
 * are. In OSGi, {@link chaski.streamer.whiteboard} subscribes for those who register a listener as a service.
 *
 * <p>It reaches the engine only through {@link chaski.api.protocol.Channel}, as any third party's protocol could.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer;

import org.jspecify.annotations.NullMarked;
