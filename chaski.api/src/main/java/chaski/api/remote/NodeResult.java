package chaski.api.remote;

import chaski.api.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one node to {@link RemoteFunction#callAll}.
 *
 * @param node the node
 * @param value the result; {@code null} when it was null, or when the call failed
 * @param failure the exception of a failed call
 * @param <R> the type of the result
 */
public record NodeResult<R extends @Nullable Object>(
        NodeId node, @Nullable R value, Optional<Throwable> failure) {}
