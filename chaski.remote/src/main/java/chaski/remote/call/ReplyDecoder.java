package chaski.remote.call;

import chaski.api.CodecException;
import chaski.api.remote.CallException;
import chaski.api.remote.NotSentException;
import chaski.api.remote.OverloadedException;
import chaski.api.remote.RefusedException;
import chaski.api.remote.RemoteInvocationException;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import chaski.remote.thread.WorkerPool;
import chaski.remote.value.ExceptionDecoder;
import chaski.remote.value.ValueType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns the outcome of a call into the result or exception for its caller. Decoding uses classes of the caller, so it runs on the
 * caller's thread or on one for calls.
 */
final class ReplyDecoder {

    private final CallClient client;
    private final ValueType result;
    private final ExceptionDecoder exceptions;
    private final UnaryOperator<RuntimeException> failures;

    ReplyDecoder(CallClient client, ValueType result, ExceptionDecoder exceptions) {
        this(client, result, exceptions, UnaryOperator.identity());
    }

    /** Creates a decoder that converts failures other than exceptions of the method that the caller knows. */
    ReplyDecoder(
            CallClient client,
            ValueType result,
            ExceptionDecoder exceptions,
            UnaryOperator<RuntimeException> failures) {
        this.client = client;
        this.result = result;
        this.exceptions = exceptions;
        this.failures = failures;
    }

    /** Waits for the outcome; an interrupt cancels the call. */
    @Nullable
    Object await(PendingCall call) throws Throwable {
        client.awaiterEntered();
        try {
            return of(waitFor(call.outcome()));
        } catch (InterruptedException e) {
            call.abandon("the calling thread was interrupted");
            Thread.currentThread().interrupt();
            return of(call.outcome().join());
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome never completes exceptionally", e);
        } finally {
            client.awaiterLeft();
        }
    }

    @SuppressWarnings("try") // the pause is the time in between
    private static CallOutcome waitFor(CompletableFuture<CallOutcome> outcome)
            throws InterruptedException, ExecutionException {
        if (outcome.isDone()) {
            return outcome.get();
        }
        try (WorkerPool.Pause pause = WorkerPool.pause()) {
            return outcome.get();
        }
    }

    /** Returns a future that is completed on a thread for calls. */
    CallFuture<@Nullable Object> future(PendingCall call) {
        CallFuture<@Nullable Object> future = new CallFuture<>(call);
        call.outcome().thenAccept(outcome -> client.threads().execute(() -> complete(future, outcome)));
        return future;
    }

    @SuppressWarnings("CatchingUnchecked") // anything thrown completes the future
    private void complete(CallFuture<@Nullable Object> future, CallOutcome outcome) {
        if (future.isDone()) { // cancelled, so the result is not used
            discard(outcome);
            return;
        }
        try {
            future.complete(of(outcome));
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    private static void discard(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Returned returned) {
            returned.channel().references().discard(returned.value());
        }
    }

    @Nullable
    Object of(CallOutcome outcome) throws Throwable {
        if (outcome instanceof CallOutcome.Returned r) {
            return read(r);
        }
        if (outcome instanceof CallOutcome.MethodThrew t) {
            Throwable thrown = exceptions.decode(t.failure(), "on " + t.channel(), client.codec());
            throw thrown instanceof RemoteInvocationException unknown ? failures.apply(unknown) : thrown;
        }
        throw failures.apply(exception((CallOutcome.Failed) outcome));
    }

    private @Nullable Object read(CallOutcome.Returned returned) {
        try {
            return result.read(
                    returned.value(), client.codec(), returned.channel().references());
        } catch (CodecException e) {
            discard(returned);
            throw failures.apply(
                    new CodecException("the method succeeded, but its result cannot be read: " + e.getMessage(), e));
        }
    }

    private static CallException exception(CallOutcome.Failed failed) {
        return switch (failed.ending()) {
            case NOT_SENT, CLOSED -> new NotSentException(failed.text());
            case UNAVAILABLE -> new UnavailableException(failed.text());
            case OVERLOADED -> new OverloadedException(failed.text());
            case REFUSED -> new RefusedException(failed.text());
            case UNCERTAIN -> new UncertainException(failed.text());
        };
    }
}
