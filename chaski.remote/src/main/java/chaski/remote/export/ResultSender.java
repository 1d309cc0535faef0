package chaski.remote.export;

import chaski.api.ChaskiException;
import chaski.api.LimitException;
import chaski.api.codec.Codec;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.value.EncodedValue;
import chaski.remote.value.ExceptionEncoder;
import chaski.remote.value.References;
import chaski.remote.value.ValueType;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Encodes the result or the exception of a call, and sends it as the answer. Thread-safe. */
final class ResultSender {

    private final Function<String, Codec> codecs;
    private final RemoteCounters counters;
    private final Executor threads;

    ResultSender(Function<String, Codec> codecs, RemoteCounters counters, Executor threads) {
        this.codecs = codecs;
        this.counters = counters;
        this.threads = threads;
    }

    /**
     * Sends a result, or the value with which it completes. A stage frees the thread until then; a plain {@code Future}
     * can only be waited for.
     */
    void send(Execution execution, ValueType type, @Nullable Object result, Codec codec) throws Throwable {
        if (result instanceof CompletionStage<?> stage && !CompletionStage.class.isAssignableFrom(type.raw())) {
            if (stage instanceof Future<?> future) {
                execution.awaitResult(future);
            }
            stage.whenComplete((value, error) -> threads.execute(() -> {
                if (error == null) {
                    sendValue(execution, type, value, codec);
                } else {
                    sendException(execution, cause(error));
                }
            }));
        } else if (result instanceof Future<?> future && !Future.class.isAssignableFrom(type.raw())) {
            try {
                sendValue(execution, type, future.get(), codec);
            } catch (ExecutionException e) {
                throw cause(e);
            }
        } else {
            sendValue(execution, type, result, codec);
        }
    }

    private static Throwable cause(Throwable error) {
        boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
        return wrapper && error.getCause() != null ? error.getCause() : error;
    }

    /** Sends a result unchanged. */
    void sendValue(Execution execution, ValueType type, @Nullable Object result, Codec codec) {
        WireValue value = null;
        References references = execution.channel().references();
        try {
            EncodedValue encoded = type.write(result, codec);
            if (encoded instanceof EncodedValue.PublisherReference published) {
                execution.bindToExport(published.source());
            }
            value = encoded.finish(references);
            if (!execution.answer(new RemoteMessage.Result(execution.call().id(), value))) {
                references.retract(value);
            }
        } catch (ChaskiException | ClassCastException e) {
            RemoteMessage refused = resultRefused(execution, e);
            if (value != null) { // too long: the execution has ended, but its caller still waits for an answer
                references.retract(value);
                execution.channel().send(refused);
            } else {
                execution.answer(refused);
            }
        }
    }

    /** Answers that the method ran and its result cannot be sent. */
    void refuseResult(Execution execution, Exception why) {
        execution.answer(resultRefused(execution, why));
    }

    private RemoteMessage resultRefused(Execution execution, Exception why) {
        counters.add("calls.resultRefused");
        return new RemoteMessage.Threw(execution.call().id(), ExceptionEncoder.ofResult(why));
    }

    /** Sends an exception of the method. */
    void sendException(Execution execution, Throwable error) {
        counters.add("calls.threw");
        RemoteMessage.Call call = execution.call();
        RemoteFailure failure = ExceptionEncoder.encode(error, () -> codecs.apply(call.codec()));
        try {
            execution.answer(new RemoteMessage.Threw(call.id(), failure));
        } catch (LimitException e) { // the execution has ended, but its caller still waits for an answer
            execution.channel().send(new RemoteMessage.Threw(call.id(), failure.shortened()));
        }
    }
}
