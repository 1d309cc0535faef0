/**
 * CBOR and JSON payload codecs for records and beans.
 *
 * <p>{@link chaski.codec.jackson.CborCodec} and {@link chaski.codec.jackson.JsonCodec} name a format; their common
 * parent prepares a type with a mapper of its own, so that Jackson's caches, which pin the classes they have seen, go
 * when the prepared type goes. {@link chaski.codec.jackson.MapperSettings} holds every setting: what is bounded, what
 * is ignored, what is refused; {@link chaski.codec.jackson.CborShape} bounds what the CBOR parser leaves unbounded.
 * {@link chaski.codec.jackson.FailureMessages} turns Jackson's errors into ours.
 *
 * <p>No class name is sent: the reader states the type it wants, the type is read in the reader's class space, and no
 * class is loaded because of what a peer sent.
 *
 * <p>Unless a type states otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.codec.jackson;

import org.jspecify.annotations.NullMarked;
