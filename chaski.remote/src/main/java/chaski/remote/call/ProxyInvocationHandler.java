package chaski.remote.call;

import chaski.api.ChaskiException;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.Members;
import chaski.remote.member.RemoteMethod;
import chaski.remote.value.EncodedValue;
import chaski.remote.value.ValueType;
import chaski.remote.wire.CallOperation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns invocations of a proxy into calls; {@code equals}, {@code hashCode} and {@code toString} are answered locally. Thread-safe. */
final class ProxyInvocationHandler implements InvocationHandler {

    private final CallClient client;
    private final Members members;
    private final Destination to;
    private final AsyncResultAdapters asyncAdapters;

    ProxyInvocationHandler(CallClient client, Members members, Destination to, AsyncResultAdapters asyncAdapters) {
        this.client = client;
        this.members = members;
        this.to = to;
        this.asyncAdapters = asyncAdapters;
    }

    Destination to() {
        return to;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
        if (method.getDeclaringClass() == Object.class || isOfObject(method)) {
            return own(proxy, method, given);
        }
        UnaryOperator<RuntimeException> failures = to.options().failures();
        try {
            client.checkOpen(method.getName());
        } catch (ChaskiException e) {
            throw failures.apply(e);
        }
        Optional<Object> filled = LocalCollectionFiller.call(proxy, method, given);
        if (filled.isPresent()) {
            return filled.get();
        }
        RemoteMethod operation = members.operation(method)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "expected a method that can be called remotely, got " + method));
        Optional<AsyncResultAdapters.Adapted<?>> adapted = asyncAdapters.of(operation);
        ValueType result = adapted.isPresent() ? operation.later() : operation.result();
        ReplyDecoder reply = new ReplyDecoder(client, result, operation.exceptions(), failures);
        PendingCall call;
        try {
            call = client.begin(request(operation, given));
        } catch (ChaskiException e) { // not sent
            throw failures.apply(e);
        }
        if (adapted.isPresent()) {
            return adapted.get().of(reply.future(call));
        }
        return operation.isFuture() ? reply.future(call) : reply.await(call);
    }

    private CallRequest request(RemoteMethod operation, @Nullable Object[] given) {
        List<EncodedValue> encodedValues = new ArrayList<>(given.length);
        for (int i = 0; i < given.length; i++) {
            encodedValues.add(operation.parameters().get(i).writeArgument(given[i], client.codec()));
        }
        return new CallRequest(
                to,
                CallOperation.INVOKE,
                "",
                operation.name(),
                operation.signature(),
                encodedValues,
                operation.isIdempotent() || to.options().idempotent());
    }

    /** Interfaces may redeclare them. */
    private static boolean isOfObject(Method method) {
        return switch (method.getName()) {
            case "hashCode", "toString" -> method.getParameterCount() == 0;
            case "equals" -> method.getParameterCount() == 1 && method.getParameterTypes()[0] == Object.class;
            default -> false;
        };
    }

    private Object own(Object proxy, Method method, @Nullable Object[] given) {
        return switch (method.getName()) {
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "proxy of " + members.type().getSimpleName() + " for " + to;
        };
    }
}
