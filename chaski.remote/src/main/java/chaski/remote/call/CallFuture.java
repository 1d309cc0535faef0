package chaski.remote.call;

import chaski.remote.thread.WorkerPool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The future result of a call; cancelling it cancels the call.
 *
 * @param <T> the type of the result
 */
final class CallFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final PendingCall call;

    CallFuture(PendingCall call) {
        this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            call.abandon("its caller cancelled it");
        }
        return cancelled;
    }

    @Override
    @SuppressWarnings("try") // the pause is the time in between
    public T get() throws InterruptedException, ExecutionException {
        try (WorkerPool.Pause pause = WorkerPool.pause()) {
            return super.get();
        }
    }

    @Override
    @SuppressWarnings("try") // as above
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try (WorkerPool.Pause pause = WorkerPool.pause()) {
            return super.get(timeout, unit);
        }
    }

    @Override
    @SuppressWarnings("try") // as above
    public T join() {
        try (WorkerPool.Pause pause = WorkerPool.pause()) {
            return super.join();
        }
    }

    /** Dependent futures are not calls. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
