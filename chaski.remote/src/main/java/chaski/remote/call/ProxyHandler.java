package chaski.remote.call;

import chaski.remote.member.AsyncResults;
import chaski.remote.member.Members;
import chaski.remote.member.Operation;
import chaski.remote.value.Draft;
import chaski.remote.value.ValueType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes calls of what is called on a proxy; {@code equals}, {@code hashCode} and {@code toString} are its own. Thread-safe. */
final class ProxyHandler implements InvocationHandler {

    private final Caller caller;
    private final Members members;
    private final Destination to;
    private final AsyncResults asyncs;

    ProxyHandler(Caller caller, Members members, Destination to, AsyncResults asyncs) {
        this.caller = caller;
        this.members = members;
        this.to = to;
        this.asyncs = asyncs;
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
        caller.checkOpen(method.getName());
        Optional<Object> filled = FilledHere.call(proxy, method, given);
        if (filled.isPresent()) {
            return filled.get();
        }
        Operation operation = members.operation(method)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "expected a method that can be called from elsewhere, got " + method));
        Optional<AsyncResults.Adapted<?>> adapted = asyncs.of(operation);
        ValueType result = adapted.isPresent() ? operation.later() : operation.result();
        Reply reply = new Reply(caller, result, operation.rebuilding());
        PendingCall call = caller.begin(request(operation, given));
        if (adapted.isPresent()) {
            return adapted.get().of(reply.future(call));
        }
        return operation.isFuture() ? reply.future(call) : reply.await(call);
    }

    private Request request(Operation operation, @Nullable Object[] given) {
        List<Draft> drafts = new ArrayList<>(given.length);
        for (int i = 0; i < given.length; i++) {
            drafts.add(operation.parameters().get(i).writeArgument(given[i], caller.codec()));
        }
        return new Request(
                to,
                chaski.remote.wire.Operation.INVOKE,
                "",
                operation.name(),
                operation.signature(),
                drafts,
                operation.isIdempotent() || to.options().idempotent());
    }

    /** An interface may repeat them. */
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
