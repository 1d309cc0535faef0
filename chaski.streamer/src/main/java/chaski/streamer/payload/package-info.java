/**
 * Encodes and decodes payloads.
 *
 * <p>{@link chaski.streamer.payload.Payloads} chooses a {@link chaski.streamer.payload.PayloadWriter} for a publisher's
 * type and a {@link chaski.streamer.payload.PayloadReader} for a subscription's. Bytes and strings are built in, other
 * types are encoded by a {@link chaski.api.codec.Codec}, looked up by the name in the publisher's preamble. A {@link
 * chaski.streamer.payload.EncodeBuffer} is reusable memory for encoded payloads.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.streamer.payload;

import org.jspecify.annotations.NullMarked;
