package chaski.remote.call;

import chaski.api.ConfigurationException;
import chaski.api.TypeRef;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NodeResult;
import chaski.api.remote.RefusedException;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.ServiceDescription;
import chaski.remote.value.Draft;
import chaski.remote.value.Rebuilding;
import chaski.remote.value.ValueType;
import chaski.remote.wire.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A function of other nodes. What codecs prepare for its values lives as long as it does. Thread-safe. */
final class DefaultRemoteFunction<R> implements RemoteFunction<R> {

    private static final String NAME = "apply";

    private final Caller caller;
    private final String name;
    private final ValueType result;
    private final CallOptions options;
    private final ValueType plain = ValueType.plain();

    DefaultRemoteFunction(Caller caller, String name, TypeRef<R> out, CallOptions options) {
        this.caller = caller;
        this.name = name;
        this.result = resultOf(name, out);
        this.options = options;
    }

    private static ValueType resultOf(String name, TypeRef<?> out) {
        ValueType type = ValueType.of(out);
        if (Future.class.isAssignableFrom(type.raw()) || CompletionStage.class.isAssignableFrom(type.raw())) {
            throw new ConfigurationException("expected the type of the value that the function '" + name
                    + "' returns, got " + out + ": name its value, and use callAsync, which returns a future");
        }
        return type;
    }

    @Override
    @SuppressWarnings("unchecked") // it was read as that type
    public @Nullable R call(@Nullable Object... arguments) {
        PendingCall call = caller.begin(request(anybody(), arguments));
        return (R) Unchecked.get(() -> reply().await(call));
    }

    @Override
    public CompletableFuture<@Nullable R> callAsync(@Nullable Object... arguments) {
        return async(anybody(), arguments);
    }

    @Override
    public CompletableFuture<List<NodeResult<R>>> callAll(@Nullable Object... arguments) {
        List<CompletableFuture<NodeResult<R>>> answers = new ArrayList<>();
        for (Exporter exporter : caller.exporters(name)) {
            Destination one =
                    new Destination.Fixed(exporter.line(), exporter.number(), "'" + name + "'", options, false);
            answers.add(async(one, arguments)
                    .handle((value, error) -> new NodeResult<>(
                            exporter.line().node(),
                            value,
                            Optional.ofNullable(error).map(this::cause))));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    @Override
    public ServiceDescription.Method describe() {
        return new DefaultRemoteObject(caller, anybody(), "")
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
        return (CompletableFuture<@Nullable R>) reply().future(caller.begin(request(to, arguments)));
    }

    private Reply reply() {
        return new Reply(caller, result, Rebuilding.OF_UNDECLARED);
    }

    private Request request(Destination to, @Nullable Object... arguments) {
        List<Draft> drafts = Arrays.stream(arguments)
                .map(argument -> plain.writeArgument(argument, caller.codec()))
                .toList();
        return new Request(to, Operation.INVOKE, "", NAME, "", drafts, options.idempotent());
    }

    @Override
    public String toString() {
        return "function '" + name + "'";
    }
}
