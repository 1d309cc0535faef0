package chaski.api.remote;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A function attached somewhere under a name; got by {@link Remote#function}. Thread-safe.
 *
 * @param <R> the type of its result
 */
@ProviderType
public interface RemoteFunction<R> {

    /**
     * Calls it on one node and waits. What may be thrown is told at {@link Remote}.
     *
     * @param arguments its arguments
     * @return the result
     */
    @Nullable
    R call(@Nullable Object... arguments);

    /**
     * Calls it on one node.
     *
     * @param arguments its arguments
     * @return the result; cancelling it cancels the call
     */
    CompletableFuture<@Nullable R> callAsync(@Nullable Object... arguments);

    /**
     * Calls it on every node that has it now, at once.
     *
     * @param arguments its arguments
     * @return what each of them answered, when all have; never fails
     */
    CompletableFuture<List<NodeResult<R>>> callAll(@Nullable Object... arguments);

    /**
     * Asks one node what it takes and gives.
     *
     * @return the types of its parameters and of its result
     */
    ServiceDescription.Method describe();
}
