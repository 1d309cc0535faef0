package chaski.api.remote;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Lets methods that are called from elsewhere return a type of another library that stands for a result to come, as OSGi's
 * {@code Promise} does. {@code CompletionStage}, {@code CompletableFuture} and {@code Future} need none.
 *
 * <p>Found by {@link java.util.ServiceLoader}, where {@link Remote} was found; inside OSGi a service, which may come and go. A method
 * whose declared result is exactly {@link #type} with one type argument returns that argument's type later: at a proxy it does not wait,
 * at an exporter it keeps no thread. Both sides need an adapter; the other side's may be of another type. Thread-safe.
 *
 * @param <P> the type, without its argument
 */
@ConsumerType
public interface AsyncResultAdapter<P> {

    /** {@return the type, with one type variable: what it is completed with} */
    Class<P> type();

    /**
     * Makes what a proxy returns. Called on the thread that calls; must not wait.
     *
     * @param call completed on a thread for calls, with the result or what was thrown
     * @return completed as the call is
     */
    P adapt(CompletionStage<? extends @Nullable Object> call);

    /**
     * Takes what a method returned. Called on a thread for calls; must not wait.
     *
     * @param result what the method returned
     * @return completed as the result is
     */
    CompletionStage<? extends @Nullable Object> stage(P result);
}
