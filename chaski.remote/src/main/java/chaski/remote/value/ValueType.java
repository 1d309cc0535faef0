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
 * The encoding of values of one declared type. It retains only what a codec has prepared for the type, since it may live as long as the
 * class.
 * Thread-safe.
 */
public abstract sealed class ValueType permits CodecType, TextType, OptionalType, ReferenceType, StreamType, VoidType {

    private final Class<?> raw;

    ValueType(Class<?> raw) {
        this.raw = raw;
    }

    /**
     * Returns the encoding of a type.
     *
     * @param type the type, without variables
     * @return the encoding
     */
    public static ValueType of(Type type) {
        return of(type, ExceptionDecoder.UNDECLARED);
    }

    /**
     * Returns the encoding of a type that a user gives.
     *
     * @param type the type
     * @return the encoding
     */
    public static ValueType of(TypeRef<?> type) {
        return of(TypeResolver.NONE.resolve(type.type()));
    }

    /**
     * Returns the encoding of the result of an attached function.
     *
     * @param type the type of the result
     * @return the encoding; for a future, that of the value it completes with
     */
    public static ValueType ofResult(TypeRef<?> type) {
        Type resolved = TypeResolver.NONE.resolve(type.type());
        Class<?> raw = TypeResolver.raw(resolved);
        return of(isFuture(raw) ? TypeResolver.argument(resolved, raw, 0) : resolved);
    }

    /**
     * Returns true for the types of futures.
     *
     * @param type the class of a result
     * @return true if the value is the one it completes with
     */
    public static boolean isFuture(Class<?> type) {
        return type == CompletionStage.class || type == CompletableFuture.class || type == Future.class;
    }

    /**
     * Returns the encoding of a type that a method declares.
     *
     * @param type the type, without variables
     * @param exceptions decodes the exceptions that the method declares, with which its publishers may fail
     * @return the encoding
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
     * Returns the encoding of a publisher.
     *
     * @param items the encoding of its items
     * @return the encoding
     */
    public static ValueType publisherOf(ValueType items) {
        return new StreamType(items, ExceptionDecoder.UNDECLARED);
    }

    /** {@return the encoding of values of unknown type: their plain form} */
    public static ValueType plain() {
        return new CodecType(Object.class, Object.class);
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
