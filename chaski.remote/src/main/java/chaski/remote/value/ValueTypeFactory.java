package chaski.remote.value;

import chaski.api.TypeRef;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

/** Makes the encodings of declared types. Stateless. */
public final class ValueTypeFactory {

    private ValueTypeFactory() {}

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
    public static StreamType publisherOf(ValueType items) {
        return new StreamType(items, ExceptionDecoder.UNDECLARED);
    }

    /** {@return the encoding of values of unknown type: their plain form} */
    public static ValueType plain() {
        return new CodecType(Object.class, Object.class);
    }
}
