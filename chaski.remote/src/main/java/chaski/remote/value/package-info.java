/**
 * How arguments, results and exceptions travel: {@link chaski.remote.value.ValueType} writes and reads values of a declared type, by codec
 * or by reference; {@link chaski.remote.value.EncodedValue} is a value that waits for its peer;
 * {@link chaski.remote.value.References} is what was given by reference. {@link chaski.remote.value.ExceptionEncoder} describes what was
 * thrown, {@link chaski.remote.value.ExceptionDecoder} builds it again.
 *
 * <p>No class is loaded because of what a peer sent: names that travel are compared with those of classes that are there.
 *
 * <p>Unless a type says otherwise, no parameter and no result is {@code null}.
 */
@NullMarked
package chaski.remote.value;

import org.jspecify.annotations.NullMarked;
