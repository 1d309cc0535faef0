package chaski.api.remote;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import chaski.api.configuration.ConfigState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How calls are made. Start from {@link #DEFAULT}; a method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * CallOptions options = CallOptions.DEFAULT.deadline(Duration.ofSeconds(2)).idempotent(true);
 * }</pre>
 */
public final class CallOptions {

    /** The longest deadline. */
    public static final Duration MAX_DEADLINE = Duration.ofMinutes(10);

    /** The most entries of metadata. */
    public static final int MAX_METADATA = 64;

    private static final UnaryOperator<RuntimeException> AS_THEY_ARE = new UnaryOperator<>() {
        @Override
        public RuntimeException apply(RuntimeException failure) {
            return failure;
        }

        @Override
        public String toString() {
            return "none";
        }
    };

    /** The defaults. */
    public static final CallOptions DEFAULT = new CallOptions(new State());

    private final State state;

    private CallOptions(State state) {
        this.state = state;
    }

    /**
     * {@return how long a call may take in all, waiting for an exporter included; default 10 s} A call that is made while
     * another one is being served ends with that one at the latest; a callback to the caller of that one may take as long as
     * that one.
     */
    public Duration deadline() {
        return state.deadline;
    }

    /** {@return which exporter gets a call; default {@link ExporterSelection#NEAREST}} */
    public ExporterSelection selection() {
        return state.selection;
    }

    /** {@return the one node that gets the calls; default any} */
    public Optional<NodeId> node() {
        return state.node;
    }

    /** {@return true if every call may run twice, see {@link Idempotent}; default false} */
    public boolean idempotent() {
        return state.idempotent;
    }

    /** {@return metadata that is sent with each call, see {@link Invocation#metadata}; default empty} */
    public Map<String, String> metadata() {
        return state.metadata;
    }

    /**
     * {@return true if a call that was not sent ends with {@link UnavailableException} at once when every node that exports the
     * name seems to have ended, instead of waiting for an exporter until the deadline; default false}
     */
    public boolean failFast() {
        return state.failFast;
    }

    /**
     * {@return converts failures of calls through proxies that are not exceptions of the method: {@link CallException} and other
     * exceptions of Chaski; default none} Asynchronous results fail with the converted exception, too.
     */
    public UnaryOperator<RuntimeException> failures() {
        return state.failures;
    }

    /**
     * Returns a copy with another deadline.
     *
     * @param value 1 ms to 10 min
     * @return the copy
     */
    public CallOptions deadline(Duration value) {
        return with(changed -> changed.deadline = deadlineInRange(value));
    }

    /**
     * Returns a copy with another selection of exporters.
     *
     * @param value which exporter gets a call
     * @return the copy
     */
    public CallOptions selection(ExporterSelection value) {
        return with(changed -> changed.selection = Objects.requireNonNull(value));
    }

    /**
     * Returns a copy for one node.
     *
     * @param value the node that gets the calls
     * @return the copy
     */
    public CallOptions node(NodeId value) {
        return with(changed -> changed.node = Optional.of(value));
    }

    /**
     * Returns a copy for calls that may run twice, or may not.
     *
     * @param value true if they may
     * @return the copy
     */
    public CallOptions idempotent(boolean value) {
        return with(changed -> changed.idempotent = value);
    }

    /**
     * Returns a copy with other metadata.
     *
     * @param value at most 64 entries of at most 1,024 bytes each
     * @return the copy
     */
    public CallOptions metadata(Map<String, String> value) {
        return with(changed -> changed.metadata = copyOf(value));
    }

    /**
     * Returns a copy for calls that do not wait for nodes that seem to have ended, or do.
     *
     * @param value true if they fail at once
     * @return the copy
     */
    public CallOptions failFast(boolean value) {
        return with(changed -> changed.failFast = value);
    }

    /**
     * Returns a copy with another conversion of failures.
     *
     * @param value called on the thread of the caller, or on one for calls; must not block
     * @return the copy
     */
    public CallOptions failures(UnaryOperator<RuntimeException> value) {
        return with(changed -> changed.failures = Objects.requireNonNull(value));
    }

    private static Duration deadlineInRange(Duration deadline) {
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(MAX_DEADLINE) > 0) {
            throw new ConfigurationException("remote.deadline: expected 1 ms to " + MAX_DEADLINE + ", got " + deadline);
        }
        return deadline;
    }

    private static Map<String, String> copyOf(Map<String, String> metadata) {
        if (metadata.size() > MAX_METADATA) {
            throw new ConfigurationException(
                    "remote.metadata: expected at most " + MAX_METADATA + " entries, got " + metadata.size());
        }
        return Map.copyOf(metadata);
    }

    private CallOptions with(Consumer<State> change) {
        return new CallOptions(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallOptions that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "CallOptions" + state;
    }

    private static final class State extends ConfigState<State> {

        private Duration deadline = Duration.ofSeconds(10);
        private ExporterSelection selection = ExporterSelection.NEAREST;
        private Optional<NodeId> node = Optional.empty();
        private boolean idempotent;
        private Map<String, String> metadata = Map.of();
        private boolean failFast;
        private UnaryOperator<RuntimeException> failures = AS_THEY_ARE;

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("deadline", deadline),
                    Map.entry("selection", selection),
                    Map.entry("node", node),
                    Map.entry("idempotent", idempotent),
                    Map.entry("metadata", metadata),
                    Map.entry("failFast", failFast),
                    Map.entry("failures", failures));
        }
    }
}
