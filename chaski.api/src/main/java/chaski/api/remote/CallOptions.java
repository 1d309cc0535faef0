package chaski.api.remote;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How calls are made.
 *
 * @param deadline how long a call may take in all, waiting for an exporter included; 1 ms to 10 min; default 10 s. A call made while
 *     another one is being served ends with that one at the latest; a callback to the caller of that one may take as long as that one
 * @param choice which exporter gets a call; default {@link ExporterSelection#NEAREST}
 * @param node the one node that gets the calls; default any
 * @param idempotent whether every call may run twice, see {@link Idempotent}; default no
 * @param metadata travels with each call, see {@link Invocation#metadata}; at most 64 entries of at most 1,024 bytes each; default
 *     empty
 * @param failFast whether a call that was not sent ends with {@link UnavailableException} at once when every node that exports what is called seems
 *     to have ended, instead of waiting for one until the deadline; default no
 */
public record CallOptions(
        Duration deadline,
        ExporterSelection choice,
        Optional<NodeId> node,
        boolean idempotent,
        Map<String, String> metadata,
        boolean failFast) {

    /** The longest deadline. */
    public static final Duration MAX_DEADLINE = Duration.ofMinutes(10);

    /** The most entries of metadata. */
    public static final int MAX_METADATA = 64;

    /** The defaults. */
    public static final CallOptions DEFAULT = new CallOptions(
            Duration.ofSeconds(10), ExporterSelection.NEAREST, Optional.empty(), false, Map.of(), false);

    /** Checks the deadline and copies the metadata. */
    public CallOptions {
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(MAX_DEADLINE) > 0) {
            throw new ConfigurationException("remote.deadline: expected 1 ms to " + MAX_DEADLINE + ", got " + deadline);
        }
        if (metadata.size() > MAX_METADATA) {
            throw new ConfigurationException(
                    "remote.metadata: expected at most " + MAX_METADATA + " entries, got " + metadata.size());
        }
        metadata = Map.copyOf(metadata);
    }

    /**
     * Returns a copy with another deadline.
     *
     * @param value 1 ms to 10 min
     * @return the copy
     */
    public CallOptions deadline(Duration value) {
        return new CallOptions(value, choice, node, idempotent, metadata, failFast);
    }

    /**
     * Returns a copy with another choice.
     *
     * @param value which exporter gets a call
     * @return the copy
     */
    public CallOptions choice(ExporterSelection value) {
        return new CallOptions(deadline, value, node, idempotent, metadata, failFast);
    }

    /**
     * Returns a copy for one node.
     *
     * @param value the node that gets the calls
     * @return the copy
     */
    public CallOptions node(NodeId value) {
        return new CallOptions(deadline, choice, Optional.of(value), idempotent, metadata, failFast);
    }

    /**
     * Returns a copy with calls that may run twice, or may not.
     *
     * @param value whether
     * @return the copy
     */
    public CallOptions idempotent(boolean value) {
        return new CallOptions(deadline, choice, node, value, metadata, failFast);
    }

    /**
     * Returns a copy with other metadata.
     *
     * @param value travels with each call
     * @return the copy
     */
    public CallOptions metadata(Map<String, String> value) {
        return new CallOptions(deadline, choice, node, idempotent, value, failFast);
    }

    /**
     * Returns a copy with calls that do not wait for nodes that seem to have ended, or do.
     *
     * @param value whether to fail at once
     * @return the copy
     */
    public CallOptions failFast(boolean value) {
        return new CallOptions(deadline, choice, node, idempotent, metadata, value);
    }
}
