package chaski.remote.promise;

import chaski.api.remote.AsyncResultAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.PromiseFactory;

/**
 * Converts calls to promises, and promises to results of calls.
 *
 * <p>Like futures, promises of proxies run their callbacks on the thread for calls that resolves them, or, if they are
 * resolved already, on the thread that adds a callback; no threads of the promise library are started. Thread-safe.
 */
@Component
@SuppressWarnings("rawtypes") // a class token has no type arguments
public final class PromiseAdapter implements AsyncResultAdapter<Promise> {

    private final PromiseFactory promises = new PromiseFactory(PromiseFactory.inlineExecutor());

    /** Called by {@link java.util.ServiceLoader} and by OSGi. */
    public PromiseAdapter() {}

    @Override
    public Class<Promise> type() {
        return Promise.class;
    }

    @Override
    public Promise<?> adapt(CompletionStage<? extends @Nullable Object> call) {
        Deferred<@Nullable Object> deferred = promises.deferred();
        call.whenComplete((value, error) -> {
            if (error == null) {
                deferred.resolve(value);
            } else {
                deferred.fail(
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
            }
        });
        return deferred.getPromise();
    }

    @Override
    public CompletionStage<? extends @Nullable Object> stage(Promise result) {
        CompletableFuture<@Nullable Object> stage = new CompletableFuture<>();
        Promise<?> promise = result;
        promise.onSuccess(stage::complete).onFailure(stage::completeExceptionally);
        return stage;
    }
}
