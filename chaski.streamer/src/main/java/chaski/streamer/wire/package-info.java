/**
 * What the streamer puts into the engine's preambles and messages, byte by byte.
 *
 * <p>A {@link chaski.streamer.wire.Preamble} says once for a route what its messages are about and how they are written; a
 * {@link chaski.streamer.wire.MessageHead} begins each message; {@link chaski.streamer.wire.Headers} follow when there are any; the
 * rest of a message is the payload. Numbers are big-endian. Whatever is wrong with bytes from a peer is a
 * {@link chaski.api.ProtocolException}.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.wire;

import org.jspecify.annotations.NullMarked;
