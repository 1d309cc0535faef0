package chaski.api.remote;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Lets remote methods return an asynchronous result type of another library, such as OSGi's {@code Promise}. {@code CompletionStage},
 * {@code CompletableFuture} and {@code Future} need no adapter.
 *
 * <p>Found by {@link java.util.ServiceLoader}, where {@link Remote} was found; inside OSGi a service, which may be
 * registered and unregistered at any time. A method whose declared result is exactly {@link #type} with one type
 * argument returns asynchronously: a proxy does not block, an exporter keeps no thread. Both sides need an adapter; the
 * other side's may be of another type. Thread-safe.
 *
 * @param <P> the type, without its argument
 */
@ConsumerType
public interface AsyncResultAdapter<P> {

    /** {@return the type; its one type variable is the type of the value} */
    Class<P> type();

    /**
     * Converts a call to the result of a proxy. Called on the thread of the caller; must not block.
     *
     * @param call completed on a thread for calls, with the result or the exception
     * @return completed in the same way
     */
    P adapt(CompletionStage<? extends @Nullable Object> call);

    /**
     * Converts the result of a method. Called on a thread for calls; must not block.
     *
     * @param result the result of the method
     * @return completed in the same way
     */
    CompletionStage<? extends @Nullable Object> stage(P result);
}
