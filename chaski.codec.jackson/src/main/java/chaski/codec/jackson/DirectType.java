package chaski.codec.jackson;

import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the values of one simple type without a generator and a parser. The bytes are those that Jackson
 * writes. Whatever it does not know, such as another form of a number or an invalid value, is left to Jackson. Stateless.
 *
 * @param <T> the class of the values
 */
interface DirectType<T> {

    /**
     * Writes a value.
     *
     * @param value the value
     * @return its bytes; null if Jackson is to write it
     */
    byte @Nullable [] write(T value);

    /**
     * Reads a value in the form that {@link #write} gives it.
     *
     * @param in at the first byte of a value; the caller checks that it was the last one
     * @return the value; null if Jackson is to read it
     */
    @Nullable
    T read(CborInput in);
}
