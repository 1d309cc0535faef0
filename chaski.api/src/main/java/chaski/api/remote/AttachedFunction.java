package chaski.api.remote;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function of any number of arguments.
 *
 * @param <R> the type of its result
 */
@FunctionalInterface
@ConsumerType
public interface AttachedFunction<R> {

    /**
     * Computes the result. Called concurrently, on threads for calls.
     *
     * @param arguments as many as were declared, each of its type or {@code null}
     * @return the result
     * @throws Exception passed to the caller
     */
    @Nullable
    R apply(@Nullable Object... arguments) throws Exception;
}
