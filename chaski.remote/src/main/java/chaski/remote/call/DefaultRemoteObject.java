package chaski.remote.call;

import chaski.api.CodecException;
import chaski.api.TypeRef;
import chaski.api.remote.RemoteObject;
import chaski.api.remote.ServiceDescription;
import chaski.remote.value.EncodedValue;
import chaski.remote.value.ExceptionDecoder;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.CallOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An object of another node that is used by names. It keeps what codecs have prepared for its values. Thread-safe. */
final class DefaultRemoteObject implements RemoteObject {

    private final CallClient client;
    private final Destination to;
    private final String path;
    private final ValueType plain = ValueTypeFactory.plain();

    DefaultRemoteObject(CallClient client, Destination to, String path) {
        this.client = client;
        this.to = to;
        this.path = path;
    }

    Destination to() {
        return to;
    }

    @Override
    public @Nullable Object call(String method, @Nullable Object... arguments) {
        return wait(plain, CallOperation.INVOKE, method, arguments);
    }

    @Override
    public <R> @Nullable R call(TypeRef<R> result, String method, @Nullable Object... arguments) {
        return cast(wait(ValueTypeFactory.of(result), CallOperation.INVOKE, method, arguments));
    }

    @Override
    public CompletableFuture<@Nullable Object> callAsync(String method, @Nullable Object... arguments) {
        return new ReplyDecoder(client, plain, ExceptionDecoder.UNDECLARED)
                .future(client.begin(request(CallOperation.INVOKE, method, arguments)));
    }

    @Override
    public @Nullable Object get(String attribute) {
        return wait(plain, CallOperation.GET, attribute);
    }

    @Override
    public <T> @Nullable T get(String attribute, TypeRef<T> type) {
        return cast(wait(ValueTypeFactory.of(type), CallOperation.GET, attribute));
    }

    @Override
    public void set(String attribute, @Nullable Object value) {
        wait(plain, CallOperation.SET, attribute, value);
    }

    @Override
    public Flow.Publisher<Object> observe(String attribute) {
        return observe(attribute, Object.class);
    }

    @Override
    @SuppressWarnings("unchecked") // they are read as that type
    public <T> Flow.Publisher<T> observe(String attribute, TypeRef<T> type) {
        ReplyDecoder reply = new ReplyDecoder(
                client, ValueTypeFactory.publisherOf(ValueTypeFactory.of(type)), ExceptionDecoder.UNDECLARED);
        CallRequest request = new CallRequest(
                to, CallOperation.OBSERVE, path, Objects.requireNonNull(attribute), "", List.of(), true);
        return subscriber -> new AttributeSubscription(
                        client, request, reply, (Flow.Subscriber<Object>) Objects.requireNonNull(subscriber))
                .begin();
    }

    @Override
    public RemoteObject at(String further) {
        if (further.isEmpty()) {
            throw new IllegalArgumentException("expected the name of an attribute, got nothing");
        }
        return new DefaultRemoteObject(client, to, path.isEmpty() ? further : path + "." + further);
    }

    @Override
    public ServiceDescription describe() {
        Object description = wait(ValueTypeFactory.of(ServiceDescription.class), CallOperation.DESCRIBE, "");
        if (description == null) {
            throw new CodecException("expected a description of " + to + ", got null");
        }
        return (ServiceDescription) description;
    }

    /** A primitive type is read as its wrapper, which a class token cannot express. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }

    private @Nullable Object wait(
            ValueType result, CallOperation operation, String member, @Nullable Object... arguments) {
        PendingCall call = client.begin(request(operation, member, arguments));
        return Unchecked.get(() -> new ReplyDecoder(client, result, ExceptionDecoder.UNDECLARED).await(call));
    }

    private CallRequest request(CallOperation operation, String member, @Nullable Object... arguments) {
        List<EncodedValue> encodedValues = Arrays.stream(arguments)
                .map(argument -> plain.writeArgument(argument, client.codec()))
                .toList();
        return new CallRequest(
                to,
                operation,
                path,
                Objects.requireNonNull(member),
                "",
                encodedValues,
                to.options().idempotent());
    }

    @Override
    public String toString() {
        return "remote object " + to + (path.isEmpty() ? "" : "." + path);
    }
}
