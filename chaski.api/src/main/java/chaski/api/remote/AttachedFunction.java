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
     * Computes the result. Called on threads for calls, by several at once.
     *
     * @param arguments as many as were declared, each of its type or {@code null}
     * @return the result
     * @throws Exception told to the caller
     */
    @Nullable
    R apply(@Nullable Object... arguments) throws Exception;
}
