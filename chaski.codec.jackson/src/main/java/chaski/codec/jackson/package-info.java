/**
 * CBOR and JSON payload codecs for records and beans.
 *
 * <p>No class name travels: the reader says which type it wants, and the type is read in the reader's class space.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.codec.jackson;

import org.jspecify.annotations.NullMarked;
