package chaski.remote.member;

import chaski.api.ConfigurationException;
import chaski.api.remote.AsyncResultAdapter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The available adapters for asynchronous results of other libraries. Thread-safe. */
public final class AsyncResultAdapters {

    /** Types of asynchronous results, and the bundles of their adapters. Without an adapter they would be treated as any interface. */
    private static final Map<String, String> KNOWN = Map.of("org.osgi.util.promise.Promise", "chaski.remote.promise");

    private final List<AsyncResultAdapter<?>> adapters = new CopyOnWriteArrayList<>();

    /** Creates a list without adapters. */
    public AsyncResultAdapters() {}

    /**
     * Adds an adapter. If there are several for one type, the first is used.
     *
     * @param adapter the adapter
     */
    public void add(AsyncResultAdapter<?> adapter) {
        adapters.add(adapter);
    }

    /**
     * Removes an adapter.
     *
     * @param adapter the adapter
     */
    public void remove(AsyncResultAdapter<?> adapter) {
        adapters.remove(adapter);
    }

    /**
     * Finds the adapter for the result of a method.
     *
     * @param operation the method
     * @return the adapter, if the method's result needs one
     * @throws ConfigurationException if it needs one that is not available
     */
    public Optional<Adapted<?>> of(RemoteMethod operation) {
        Class<?> type = operation.returned();
        for (AsyncResultAdapter<?> adapter : adapters) {
            if (adapter.type() == type) {
                return Optional.of(new Adapted<>(adapter));
            }
        }
        String missing = KNOWN.get(type.getName());
        if (missing != null) {
            throw new ConfigurationException("expected an adapter for " + type.getName() + ", which "
                    + operation.method().getDeclaringClass().getName() + "." + operation + " returns, found those for "
                    + adapters.stream().map(a -> a.type().getName()).toList() + ": put " + missing
                    + " on the path, or install it, wired to the same " + type.getPackageName());
        }
        return Optional.empty();
    }

    /**
     * An adapter, with the casts that its type token makes safe.
     *
     * @param adapter the adapter
     * @param <P> the type
     */
    public record Adapted<P>(AsyncResultAdapter<P> adapter) {

        /**
         * Creates the return value of a proxy.
         *
         * @param call the asynchronous result
         * @return the same, as the type
         */
        public Object of(CompletionStage<? extends @Nullable Object> call) {
            return adapter.adapt(call);
        }

        /**
         * Converts the return value of a method.
         *
         * @param result an object of the type
         * @return the asynchronous result
         */
        public CompletionStage<? extends @Nullable Object> stage(Object result) {
            return adapter.stage(adapter.type().cast(result));
        }
    }
}
