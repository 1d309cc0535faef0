package chaski.remote.call;

import chaski.api.CodecException;
import chaski.api.TypeRef;
import chaski.api.remote.RemoteObject;
import chaski.api.remote.ServiceDescription;
import chaski.remote.value.Draft;
import chaski.remote.value.Rebuilding;
import chaski.remote.value.ValueType;
import chaski.remote.wire.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An object of another node, by names. What codecs prepare for its values lives as long as it does. Thread-safe. */
final class DefaultRemoteObject implements RemoteObject {

    private final Caller caller;
    private final Destination to;
    private final String path;
    private final ValueType plain = ValueType.plain();

    DefaultRemoteObject(Caller caller, Destination to, String path) {
        this.caller = caller;
        this.to = to;
        this.path = path;
    }

    Destination to() {
        return to;
    }

    @Override
    public @Nullable Object call(String method, @Nullable Object... arguments) {
        return wait(plain, Operation.INVOKE, method, arguments);
    }

    @Override
    public <R> @Nullable R call(TypeRef<R> result, String method, @Nullable Object... arguments) {
        return cast(wait(ValueType.of(result), Operation.INVOKE, method, arguments));
    }

    @Override
    public CompletableFuture<@Nullable Object> callAsync(String method, @Nullable Object... arguments) {
        return new Reply(caller, plain, Rebuilding.OF_UNDECLARED)
                .future(caller.begin(request(Operation.INVOKE, method, arguments)));
    }

    @Override
    public @Nullable Object get(String attribute) {
        return wait(plain, Operation.GET, attribute);
    }

    @Override
    public <T> @Nullable T get(String attribute, TypeRef<T> type) {
        return cast(wait(ValueType.of(type), Operation.GET, attribute));
    }

    @Override
    public void set(String attribute, @Nullable Object value) {
        wait(plain, Operation.SET, attribute, value);
    }

    @Override
    public Flow.Publisher<Object> observe(String attribute) {
        return observe(attribute, Object.class);
    }

    @Override
    @SuppressWarnings("unchecked") // they are read as that type
    public <T> Flow.Publisher<T> observe(String attribute, TypeRef<T> type) {
        Reply reply = new Reply(caller, ValueType.publisherOf(ValueType.of(type)), Rebuilding.OF_UNDECLARED);
        Request request =
                new Request(to, Operation.OBSERVE, path, Objects.requireNonNull(attribute), "", List.of(), true);
        return subscriber -> new Follower(
                        caller, request, reply, (Flow.Subscriber<Object>) Objects.requireNonNull(subscriber))
                .begin();
    }

    @Override
    public RemoteObject at(String further) {
        if (further.isEmpty()) {
            throw new IllegalArgumentException("expected the name of an attribute, got nothing");
        }
        return new DefaultRemoteObject(caller, to, path.isEmpty() ? further : path + "." + further);
    }

    @Override
    public ServiceDescription describe() {
        Object description = wait(ValueType.of(ServiceDescription.class), Operation.DESCRIBE, "");
        if (description == null) {
            throw new CodecException("expected a description of " + to + ", got null");
        }
        return (ServiceDescription) description;
    }

    /** A primitive type is read as its object, which a class token cannot say. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }

    private @Nullable Object wait(ValueType result, Operation operation, String member, @Nullable Object... arguments) {
        PendingCall call = caller.begin(request(operation, member, arguments));
        return Unchecked.get(() -> new Reply(caller, result, Rebuilding.OF_UNDECLARED).await(call));
    }

    private Request request(Operation operation, String member, @Nullable Object... arguments) {
        List<Draft> drafts = Arrays.stream(arguments)
                .map(argument -> plain.writeArgument(argument, caller.codec()))
                .toList();
        return new Request(
                to,
                operation,
                path,
                Objects.requireNonNull(member),
                "",
                drafts,
                to.options().idempotent());
    }

    @Override
    public String toString() {
        return "remote object " + to + (path.isEmpty() ? "" : "." + path);
    }
}
