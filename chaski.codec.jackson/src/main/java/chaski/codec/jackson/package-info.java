/**
 * CBOR and JSON payload codecs for records and beans.
 *
 * <p>{@link chaski.codec.jackson.CborCodec} and {@link chaski.codec.jackson.JsonCodec} name a format; their common
 * parent prepares a type with its own mapper, so that Jackson's caches, which hold the classes that they have seen,
 * become unreachable with the prepared type. {@link chaski.codec.jackson.MapperSettings} holds every setting: what is
 * bounded, what is ignored, what is refused; {@link chaski.codec.jackson.CborShape} bounds what the CBOR parser leaves
 * unbounded. {@link chaski.codec.jackson.FailureMessages} converts Jackson's errors.
 *
 * <p>No class name is sent: the reader states the type it wants, the type is read in the reader's class space, and no
 * class is loaded because of what a peer sent.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.codec.jackson;

import org.jspecify.annotations.NullMarked;
