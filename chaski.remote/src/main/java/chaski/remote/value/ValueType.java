package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.remote.wire.Value;
import java.lang.reflect.Type;
import java.nio.Buffer;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * How values of one declared type travel. It keeps what a codec prepared for the type, and no more: it may live as long as the class.
 * Thread-safe.
 */
public abstract sealed class ValueType permits CodecType, OptionalType, ReferenceType, StreamType, NothingType {

    private final Class<?> raw;

    ValueType(Class<?> raw) {
        this.raw = raw;
    }

    /**
     * Finds out how a type travels.
     *
     * @param type the type, without variables
     * @return how
     */
    public static ValueType of(Type type) {
        return of(type, Rebuilding.OF_UNDECLARED);
    }

    /**
     * Finds out how a type travels that a method declares.
     *
     * @param type the type, without variables
     * @param rebuilding builds the exceptions that the method declares, if a publisher of it fails with them
     * @return how
     */
    public static ValueType of(Type type, Rebuilding rebuilding) {
        Class<?> raw = Generics.raw(type);
        if (raw == void.class || raw == Void.class) {
            return new NothingType(raw);
        }
        if (raw == Optional.class) {
            return new OptionalType(of(Generics.argument(type, Optional.class, 0), rebuilding));
        }
        if (raw == Flow.Publisher.class) {
            return new StreamType(of(Generics.argument(type, Flow.Publisher.class, 0)), rebuilding);
        }
        if (Kinds.isReference(raw)) {
            return new ReferenceType(type);
        }
        return new CodecType(Kinds.isMark(raw) ? Object.class : type, raw);
    }

    /**
     * Returns how a publisher travels.
     *
     * @param items how its items do
     * @return how
     */
    public static ValueType publisherOf(ValueType items) {
        return new StreamType(items, Rebuilding.OF_UNDECLARED);
    }

    /** {@return how values of no known type travel: in their plain form} */
    public static ValueType plain() {
        return new CodecType(Object.class, Object.class);
    }

    /** {@return the class of the values} */
    public final Class<?> raw() {
        return raw;
    }

    /**
     * Writes a value.
     *
     * @param value the value
     * @param codec writes what is no reference
     * @return the value, to be made ready for a peer
     * @throws CodecException when it cannot be written
     */
    public final Draft write(@Nullable Object value, Codec codec) {
        return value == null ? Draft.NOTHING : writeValue(value, codec);
    }

    /**
     * Writes an argument.
     *
     * @param value the argument
     * @param codec writes what is no reference
     * @return the argument, to be made ready for a peer
     * @throws CodecException when it cannot be written, or is of a class that is passed to be filled or emptied
     */
    public final Draft writeArgument(@Nullable Object value, Codec codec) {
        if (value instanceof StringBuilder || value instanceof StringBuffer || value instanceof Buffer) {
            throw new CodecException("expected a value that travels as a copy, got a "
                    + value.getClass().getSimpleName()
                    + ", whose changes would not be seen here; pass text or an array, and return what comes of it");
        }
        return write(value, codec);
    }

    /**
     * Reads a value.
     *
     * @param value from a peer
     * @param codec reads what is no reference
     * @param references with the peer
     * @return the value
     * @throws CodecException when it is not of the type
     */
    public final @Nullable Object read(Value value, Codec codec, References references) {
        return value instanceof Value.Nothing ? nothing() : readValue(value, codec, references);
    }

    abstract Draft writeValue(Object value, Codec codec);

    abstract Object readValue(Value value, Codec codec, References references);

    /** What stands for no value. */
    @Nullable
    Object nothing() {
        if (raw.isPrimitive() && raw != void.class) {
            throw new CodecException("expected " + raw.getName() + ", got null");
        }
        return null;
    }

    final CodecException unexpected(Value value) {
        return new CodecException("expected " + raw.getTypeName() + ", got "
                + (value instanceof Value.Written ? "a value" : "a reference"));
    }
}
