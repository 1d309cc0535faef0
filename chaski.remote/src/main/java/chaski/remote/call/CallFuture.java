package chaski.remote.call;

import chaski.remote.thread.WorkerPool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call to come; cancelling it gives the call up.
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

    /** What follows from it is no call. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
