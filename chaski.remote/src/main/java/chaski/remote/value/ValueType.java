package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of values of one declared type. It retains only what a codec has prepared for the type, since it may live as long as the
 * class.
 * Thread-safe.
 */
public abstract sealed class ValueType permits CodecType, TextType, OptionalType, ReferenceType, StreamType, VoidType {

    private final Class<?> raw;

    ValueType(Class<?> raw) {
        this.raw = raw;
    }

    /** {@return the class of the values} */
    public final Class<?> raw() {
        return raw;
    }

    /** {@return the encoding of a present value: for an {@code Optional} that of its content, for others the same} */
    public ValueType present() {
        return this;
    }

    /** Encodes a value.
     *
     * @param value the value
     * @param codec encodes what is not a reference
     * @return the encoded value, to be completed for a peer
     * @throws CodecException when it cannot be encoded
     */
    public final EncodedValue write(@Nullable Object value, Codec codec) {
        return value == null ? EncodedValue.NOTHING : writeValue(value, codec);
    }

    /** Encodes an argument.
     *
     * @param value the argument
     * @param codec encodes what is not a reference
     * @return the encoded argument, to be completed for a peer
     * @throws CodecException when it cannot be encoded, or is of a class that methods usually modify
     */
    public final EncodedValue writeArgument(@Nullable Object value, Codec codec) {
        if (value instanceof StringBuilder || value instanceof StringBuffer || value instanceof Buffer) {
            throw new CodecException("expected a value that is passed as a copy, got a "
                    + value.getClass().getSimpleName()
                    + ", whose changes the caller would not see; pass a string or an array, and return the result");
        }
        return write(value, codec);
    }

    /** Decodes a value.
     *
     * @param value from a peer
     * @param codec decodes what is not a reference
     * @param references the references of the peer
     * @return the value
     * @throws CodecException when it is not of the type
     */
    public final @Nullable Object read(WireValue value, Codec codec, References references) {
        return value instanceof WireValue.Nothing ? nothing() : readValue(value, codec, references);
    }

    abstract EncodedValue writeValue(Object value, Codec codec);

    abstract Object readValue(WireValue value, Codec codec, References references);

    /** {@return the value for null} */
    @Nullable
    Object nothing() {
        if (raw.isPrimitive() && raw != void.class) {
            throw new CodecException("expected " + raw.getName() + ", got null");
        }
        return null;
    }

    final CodecException unexpected(WireValue value) {
        return new CodecException("expected " + raw.getTypeName() + ", got "
                + (value instanceof WireValue.Written ? "a value" : "a reference"));
    }
}
