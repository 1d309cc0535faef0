package chaski.remote.value;

import chaski.api.CodecException;
import chaski.api.TypeRef;
import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;
import java.lang.reflect.Type;
import java.nio.Buffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * How values of one declared type travel. It keeps what a codec prepared for the type, and no more: it may live as long as the class.
 * Thread-safe.
 */
public abstract sealed class ValueType permits CodecType, TextType, OptionalType, ReferenceType, StreamType, VoidType {

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
        return of(type, ExceptionDecoder.UNDECLARED);
    }

    /**
     * Finds out how a type travels that a user gives.
     *
     * @param type the type
     * @return how
     */
    public static ValueType of(TypeRef<?> type) {
        return of(TypeResolver.NONE.resolve(type.type()));
    }

    /**
     * Finds out how the result of a function travels that a user attaches.
     *
     * @param type the type of the result
     * @return how; that of a future being what it is completed with
     */
    public static ValueType ofResult(TypeRef<?> type) {
        Type resolved = TypeResolver.NONE.resolve(type.type());
        Class<?> raw = TypeResolver.raw(resolved);
        return of(isFuture(raw) ? TypeResolver.argument(resolved, raw, 0) : resolved);
    }

    /**
     * True for types of a result that is there later.
     *
     * @param type the class of a result
     * @return true if the value is what it is completed with
     */
    public static boolean isFuture(Class<?> type) {
        return type == CompletionStage.class || type == CompletableFuture.class || type == Future.class;
    }

    /**
     * Finds out how a type travels that a method declares.
     *
     * @param type the type, without variables
     * @param exceptions builds the exceptions that the method declares, if a publisher of it fails with them
     * @return how
     */
    public static ValueType of(Type type, ExceptionDecoder exceptions) {
        Class<?> raw = TypeResolver.raw(type);
        if (raw == void.class || raw == Void.class) {
            return new VoidType(raw);
        }
        if (raw == Optional.class) {
            return new OptionalType(of(TypeResolver.argument(type, Optional.class, 0), exceptions));
        }
        if (raw == CharSequence.class) {
            return new TextType();
        }
        if (raw == Flow.Publisher.class) {
            return new StreamType(of(TypeResolver.argument(type, Flow.Publisher.class, 0)), exceptions);
        }
        if (TypeClassifier.isReference(raw)) {
            return new ReferenceType(type);
        }
        return new CodecType(TypeClassifier.isMarker(raw) ? Object.class : type, raw);
    }

    /**
     * Returns how a publisher travels.
     *
     * @param items how its items do
     * @return how
     */
    public static ValueType publisherOf(ValueType items) {
        return new StreamType(items, ExceptionDecoder.UNDECLARED);
    }

    /** {@return how values of no known type travel: in their plain form} */
    public static ValueType plain() {
        return new CodecType(Object.class, Object.class);
    }

    /** {@return the class of the values} */
    public final Class<?> raw() {
        return raw;
    }

    /** {@return how a value travels that is there: for an {@code Optional} its content, for others the same} */
    public ValueType present() {
        return this;
    }

    /**
     * Writes a value.
     *
     * @param value the value
     * @param codec writes what is no reference
     * @return the value, to be made ready for a peer
     * @throws CodecException when it cannot be written
     */
    public final EncodedValue write(@Nullable Object value, Codec codec) {
        return value == null ? EncodedValue.NOTHING : writeValue(value, codec);
    }

    /**
     * Writes an argument.
     *
     * @param value the argument
     * @param codec writes what is no reference
     * @return the argument, to be made ready for a peer
     * @throws CodecException when it cannot be written, or is of a class that is passed to be filled or emptied
     */
    public final EncodedValue writeArgument(@Nullable Object value, Codec codec) {
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
    public final @Nullable Object read(WireValue value, Codec codec, References references) {
        return value instanceof WireValue.Nothing ? nothing() : readValue(value, codec, references);
    }

    abstract EncodedValue writeValue(Object value, Codec codec);

    abstract Object readValue(WireValue value, Codec codec, References references);

    /** What stands for no value. */
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
