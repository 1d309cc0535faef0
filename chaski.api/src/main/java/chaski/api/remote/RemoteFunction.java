package chaski.api.remote;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A function that some node has attached under a name; see {@link Remote#function}. Thread-safe.
 *
 * @param <R> the type of its result
 */
@ProviderType
public interface RemoteFunction<R> {

    /**
     * Calls it on one node and waits. {@link Remote} describes what it throws.
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
     * Calls it concurrently on every node that has it now.
     *
     * @param arguments its arguments
     * @return the answers of all nodes, when all have answered; never fails
     */
    CompletableFuture<List<NodeResult<R>>> callAll(@Nullable Object... arguments);

    /**
     * Returns its signature, as one node describes it.
     *
     * @return the types of its parameters and of its result
     */
    ServiceDescription.Method describe();
}
