package chaski.api.remote;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** The defaults. */
    public static final CallOptions DEFAULT = new CallOptions(
            Duration.ofSeconds(10), ExporterSelection.NEAREST, Optional.empty(), false, Map.of(), false);

    private final Duration deadline;
    private final ExporterSelection selection;
    private final Optional<NodeId> node;
    private final boolean idempotent;
    private final Map<String, String> metadata;
    private final boolean failFast;

    private CallOptions(
            Duration deadline,
            ExporterSelection selection,
            Optional<NodeId> node,
            boolean idempotent,
            Map<String, String> metadata,
            boolean failFast) {
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(MAX_DEADLINE) > 0) {
            throw new ConfigurationException("remote.deadline: expected 1 ms to " + MAX_DEADLINE + ", got " + deadline);
        }
        if (metadata.size() > MAX_METADATA) {
            throw new ConfigurationException(
                    "remote.metadata: expected at most " + MAX_METADATA + " entries, got " + metadata.size());
        }
        this.deadline = deadline;
        this.selection = Objects.requireNonNull(selection, "selection");
        this.node = node;
        this.idempotent = idempotent;
        this.metadata = Map.copyOf(metadata);
        this.failFast = failFast;
    }

    /**
     * {@return how long a call may take in all, waiting for an exporter included; default 10 s} A call that is made while another one is
     * being served ends with that one at the latest; a callback to the caller of that one may take as long as that one.
     */
    public Duration deadline() {
        return deadline;
    }

    /** {@return which exporter gets a call; default {@link ExporterSelection#NEAREST}} */
    public ExporterSelection selection() {
        return selection;
    }

    /** {@return the one node that gets the calls; default any} */
    public Optional<NodeId> node() {
        return node;
    }

    /** {@return true if every call may run twice, see {@link Idempotent}; default false} */
    public boolean idempotent() {
        return idempotent;
    }

    /** {@return metadata that is sent with each call, see {@link Invocation#metadata}; default empty} */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * {@return true if a call that was not sent ends with {@link UnavailableException} at once when every node that exports the name seems
     * to have ended, instead of waiting for an exporter until the deadline; default false}
     */
    public boolean failFast() {
        return failFast;
    }

    /**
     * Returns a copy with another deadline.
     *
     * @param value 1 ms to 10 min
     * @return the copy
     */
    public CallOptions deadline(Duration value) {
        return new CallOptions(value, selection, node, idempotent, metadata, failFast);
    }

    /**
     * Returns a copy with another selection of exporters.
     *
     * @param value which exporter gets a call
     * @return the copy
     */
    public CallOptions selection(ExporterSelection value) {
        return new CallOptions(deadline, value, node, idempotent, metadata, failFast);
    }

    /**
     * Returns a copy for one node.
     *
     * @param value the node that gets the calls
     * @return the copy
     */
    public CallOptions node(NodeId value) {
        return new CallOptions(deadline, selection, Optional.of(value), idempotent, metadata, failFast);
    }

    /**
     * Returns a copy for calls that may run twice, or may not.
     *
     * @param value true if they may
     * @return the copy
     */
    public CallOptions idempotent(boolean value) {
        return new CallOptions(deadline, selection, node, value, metadata, failFast);
    }

    /**
     * Returns a copy with other metadata.
     *
     * @param value at most 64 entries of at most 1,024 bytes each
     * @return the copy
     */
    public CallOptions metadata(Map<String, String> value) {
        return new CallOptions(deadline, selection, node, idempotent, value, failFast);
    }

    /**
     * Returns a copy for calls that do not wait for nodes that seem to have ended, or do.
     *
     * @param value true if they fail at once
     * @return the copy
     */
    public CallOptions failFast(boolean value) {
        return new CallOptions(deadline, selection, node, idempotent, metadata, value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallOptions that
                && deadline.equals(that.deadline)
                && selection == that.selection
                && node.equals(that.node)
                && idempotent == that.idempotent
                && metadata.equals(that.metadata)
                && failFast == that.failFast;
    }

    @Override
    public int hashCode() {
        return Objects.hash(deadline, selection, node, idempotent, metadata, failFast);
    }

    @Override
    public String toString() {
        return "CallOptions[deadline=" + deadline + ", selection=" + selection + ", node=" + node + ", idempotent="
                + idempotent + ", metadata=" + metadata + ", failFast=" + failFast + "]";
    }
}
