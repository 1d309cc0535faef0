package chaski.remote.member;

import chaski.api.remote.Idempotent;
import chaski.api.remote.ServiceDescription;
import chaski.remote.value.ExceptionDecoder;
import chaski.remote.value.TypeResolver;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One method of an interface or class, with the encoding of its arguments and result. Thread-safe. */
public final class RemoteMethod {

    private final Method method;
    private final List<ValueType> parameters;
    private final ValueType result;
    private final Type declared;
    private final Class<?> returned;
    private final boolean future;
    private final boolean idempotent;
    private final String signature;
    private final ExceptionDecoder exceptions;
    private volatile @Nullable ValueType later;

    RemoteMethod(Method method, TypeResolver generics) {
        this.method = method;
        this.parameters = Arrays.stream(method.getGenericParameterTypes())
                .map(generics::resolve)
                .map(ValueTypeFactory::of)
                .toList();
        this.declared = generics.resolve(method.getGenericReturnType());
        // the method of a Function<A, CompletableFuture<B>> declares Object only
        this.returned = TypeResolver.raw(declared);
        this.future = ValueTypeFactory.isFuture(returned);
        this.exceptions = new ExceptionDecoder(List.of(method.getExceptionTypes()));
        this.result = ValueTypeFactory.of(future ? TypeResolver.argument(declared, returned, 0) : declared, exceptions);
        this.idempotent = method.isAnnotationPresent(Idempotent.class)
                || method.getDeclaringClass().isAnnotationPresent(Idempotent.class);
        this.signature = signature(method);
    }

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getTypeName)
                .collect(Collectors.joining(",", "(", ")"));
    }

    /** {@return the method} */
    public Method method() {
        return method;
    }

    /** {@return its name} */
    public String name() {
        return method.getName();
    }

    /** {@return the class of its result, with type variables resolved} */
    public Class<?> returned() {
        return returned;
    }

    /** {@return how its arguments are encoded} */
    public List<ValueType> parameters() {
        return parameters;
    }

    /** {@return how its result is encoded; for a future, the value it completes with} */
    public ValueType result() {
        return result;
    }

    /** {@return how the value of an asynchronous result is encoded: the only type argument of the result} */
    public ValueType later() {
        ValueType known = later;
        if (known == null) {
            known = ValueTypeFactory.of(TypeResolver.argument(declared, returned, 0), exceptions);
            later = known;
        }
        return known;
    }

    /** {@return true if it returns a future} */
    public boolean isFuture() {
        return future;
    }

    /** {@return true if running it twice does no harm} */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** {@return the names of its parameters' types, which distinguish overloads} */
    public String signature() {
        return signature;
    }

    /** {@return the decoder of its exceptions} */
    public ExceptionDecoder exceptions() {
        return exceptions;
    }

    ServiceDescription.Method describe() {
        return new ServiceDescription.Method(
                name(),
                Arrays.stream(method.getGenericParameterTypes())
                        .map(Type::getTypeName)
                        .toList(),
                method.getGenericReturnType().getTypeName(),
                idempotent);
    }

    @Override
    public String toString() {
        return name() + signature;
    }
}
