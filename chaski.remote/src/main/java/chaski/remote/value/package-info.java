/**
 * The encoding of arguments, results and exceptions. {@link chaski.remote.value.ValueType} encodes and decodes values of a declared
 * type, by
 * codec or by reference; an {@link chaski.remote.value.EncodedValue} is a value before its receiver is known;
 * {@link chaski.remote.value.References} holds the references exchanged with a peer. {@link chaski.remote.value.ExceptionEncoder} and
 * {@link chaski.remote.value.ExceptionDecoder} do the same for exceptions.
 *
 * <p>No class is loaded because of a received name: names are compared with those of known classes.
 *
 * <p>Unless stated otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.value;

import org.jspecify.annotations.NullMarked;
