/**
 * Encodes and decodes payloads.
 *
 * <p>{@link chaski.streamer.payload.Payloads} picks a {@link chaski.streamer.payload.PayloadWriter} for a publisher's
 * type and a {@link chaski.streamer.payload.PayloadReader} for a subscription's. Bytes and strings are built in,
 * everything else goes through a {@link chaski.api.codec.Codec}, looked up by the name that the publisher's preamble
 * carries. A {@link chaski.streamer.payload.EncodeBuffer} is memory to write into, used again and again.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.payload;

import org.jspecify.annotations.NullMarked;
