package chaski.remote.call;

import chaski.api.ConfigurationException;
import chaski.api.TypeRef;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NodeResult;
import chaski.api.remote.RefusedException;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.ServiceDescription;
import chaski.remote.value.EncodedValue;
import chaski.remote.value.ExceptionDecoder;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.CallOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A function of other nodes. It keeps what codecs have prepared for its values. Thread-safe. */
final class DefaultRemoteFunction<R> implements RemoteFunction<R> {

    private static final String NAME = "apply";

    private final CallClient client;
    private final String name;
    private final ValueType result;
    private final CallOptions options;
    private final ValueType plain = ValueTypeFactory.plain();

    DefaultRemoteFunction(CallClient client, String name, TypeRef<R> out, CallOptions options) {
        this.client = client;
        this.name = name;
        this.result = resultOf(name, out);
        this.options = options;
    }

    private static ValueType resultOf(String name, TypeRef<?> out) {
        ValueType type = ValueTypeFactory.of(out);
        if (Future.class.isAssignableFrom(type.raw()) || CompletionStage.class.isAssignableFrom(type.raw())) {
            throw new ConfigurationException("expected the type of the value that the function '" + name
                    + "' returns, got " + out + ": name its value, and use callAsync, which returns a future");
        }
        return type;
    }

    @Override
    @SuppressWarnings("unchecked") // it was read as that type
    public @Nullable R call(@Nullable Object... arguments) {
        PendingCall call = client.begin(request(anybody(), arguments));
        return (R) Unchecked.get(() -> reply().await(call));
    }

    @Override
    public CompletableFuture<@Nullable R> callAsync(@Nullable Object... arguments) {
        return async(anybody(), arguments);
    }

    @Override
    public CompletableFuture<List<NodeResult<R>>> callAll(@Nullable Object... arguments) {
        List<CompletableFuture<NodeResult<R>>> answers = new ArrayList<>();
        for (Exporter exporter : client.exporters().named(name)) {
            Destination one =
                    new Destination.Fixed(exporter.channel(), exporter.number(), "'" + name + "'", options, false);
            answers.add(async(one, arguments)
                    .handle((value, error) -> new NodeResult<>(
                            exporter.channel().node(),
                            value,
                            Optional.ofNullable(error).map(this::cause))));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    @Override
    public ServiceDescription.Method describe() {
        return new DefaultRemoteObject(client, anybody(), "")
                .describe().methods().stream()
                        .filter(method -> method.name().equals(NAME))
                        .findFirst()
                        .orElseThrow(() -> new RefusedException(
                                "expected an attached function, got an object exported as '" + name + "'"));
    }

    private Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private Destination anybody() {
        return new Destination.Named(name, options);
    }

    @SuppressWarnings("unchecked") // it was read as that type
    private CompletableFuture<@Nullable R> async(Destination to, @Nullable Object... arguments) {
        return (CompletableFuture<@Nullable R>) reply().future(client.begin(request(to, arguments)));
    }

    private ReplyDecoder reply() {
        return new ReplyDecoder(client, result, ExceptionDecoder.UNDECLARED);
    }

    private CallRequest request(Destination to, @Nullable Object... arguments) {
        List<EncodedValue> encodedValues = Arrays.stream(arguments)
                .map(argument -> plain.writeArgument(argument, client.codec()))
                .toList();
        return new CallRequest(to, CallOperation.INVOKE, "", NAME, "", encodedValues, options.idempotent());
    }

    @Override
    public String toString() {
        return "function '" + name + "'";
    }
}
