package chaski.remote.member;

import chaski.api.ConfigurationException;
import chaski.api.remote.AsyncResultAdapter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The adapters that are there now, for results to come of types of other libraries. Thread-safe. */
public final class AsyncResultAdapters {

    /** Types that are nothing but results to come, and where the adapter is. Without it they would be taken for any interface. */
    private static final Map<String, String> KNOWN = Map.of("org.osgi.util.promise.Promise", "chaski.remote.promise");

    private final List<AsyncResultAdapter<?>> adapters = new CopyOnWriteArrayList<>();

    /** None is there yet. */
    public AsyncResultAdapters() {}

    /**
     * An adapter comes. Of several for one type the first is used.
     *
     * @param adapter the adapter
     */
    public void add(AsyncResultAdapter<?> adapter) {
        adapters.add(adapter);
    }

    /**
     * An adapter goes.
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
     * @throws ConfigurationException when it needs one that is not there
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
     * An adapter, and the casts that its type token vouches for.
     *
     * @param adapter the adapter
     * @param <P> the type
     */
    public record Adapted<P>(AsyncResultAdapter<P> adapter) {

        /**
         * Makes what a proxy returns.
         *
         * @param call the result to come
         * @return the same, as the type
         */
        public Object of(CompletionStage<? extends @Nullable Object> call) {
            return adapter.adapt(call);
        }

        /**
         * Takes what a method returned.
         *
         * @param result an object of the type
         * @return the result to come
         */
        public CompletionStage<? extends @Nullable Object> stage(Object result) {
            return adapter.stage(adapter.type().cast(result));
        }
    }
}
