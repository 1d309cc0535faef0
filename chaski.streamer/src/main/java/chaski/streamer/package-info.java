/**
 * The streamer: typed publish and subscribe over a node's channel.
 *
 * <p>{@link chaski.streamer.StreamerProvider} is found by the node and creates its {@link
 * chaski.streamer.DefaultStreamer}, which opens channel 2 and connects the parts: {@link chaski.streamer.publish}
 * sends, {@link chaski.streamer.subscribe} receives, {@link chaski.streamer.payload} converts objects to bytes and
 * back, {@link chaski.streamer.wire} defines the bytes around a payload. In OSGi, {@link chaski.streamer.whiteboard}
 * subscribes on behalf of listener services.
 *
 * <p>It reaches the engine only through {@link chaski.api.protocol.Channel}, as any third-party protocol could.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer;

import org.jspecify.annotations.NullMarked;
