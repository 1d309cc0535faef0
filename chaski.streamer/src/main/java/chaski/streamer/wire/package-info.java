/**
 * The format of the streamer's preambles and messages.
 *
 * <p>A {@link chaski.streamer.wire.Preamble} states the topic and the encoding of a route's messages once; a
 * {@link chaski.streamer.wire.MessageHead} begins each message; {@link chaski.streamer.wire.Headers} follow when there
 * are any; the rest of a message is the payload. Numbers are big-endian. Invalid bytes from a peer cause a
 * {@link chaski.api.ProtocolException}.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.wire;

import org.jspecify.annotations.NullMarked;
