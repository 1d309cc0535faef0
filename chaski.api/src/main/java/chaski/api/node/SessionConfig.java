package chaski.api.node;

import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The buffers and timeouts of sessions. Start from {@link #DEFAULT}; a method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * SessionConfig session = SessionConfig.DEFAULT.resumeTimeout(Duration.ofMinutes(5)).sendLogBytes(32 << 20);
 * }</pre>
 *
 * <p>Values that bound each other are compared when they are given to a node, so they can be set in any order.
 */
public final class SessionConfig {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final long LEAST_LOG = 128L << 10;
    private static final long DEFAULT_TOTAL =
            Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);

    /** The defaults. */
    public static final SessionConfig DEFAULT = new SessionConfig(new State());

    private final State state;

    private SessionConfig(State state) {
        this.state = state;
    }

    /**
     * {@return how long a session survives the loss of its last link; the smaller value of both sides applies; default 120 s}
     */
    public Duration resumeTimeout() {
        return state.resumeTimeout;
    }

    /** {@return how long a publisher waits for a peer that has no link before the session ends; default 30 s} */
    public Duration maxStall() {
        return state.maxStall;
    }

    /** {@return the most unacknowledged bytes in the send log of one peer; default 8 MiB} */
    public long sendLogBytes() {
        return state.sendLogBytes;
    }

    /**
     * {@return the most bytes in all send logs of the node} Default: a quarter of the JVM's memory, at least 64 MiB and {@link
     * #sendLogBytes()}. Partly received messages of all peers take at most half as much, or what two peers may send unfinished
     * if that is more; beyond that, the session ends that holds most of them and makes no progress.
     */
    public long totalLogBytes() {
        return state.totalLogBytes();
    }

    /** {@return how long a graceful close waits for acknowledgements; default 10 s} */
    public Duration drainTimeout() {
        return state.drainTimeout;
    }

    /**
     * Returns a copy with another resume timeout.
     *
     * @param value 0 to 1 h
     * @return the copy
     */
    public SessionConfig resumeTimeout(Duration value) {
        return with(
                changed -> changed.resumeTimeout = Ranges.check("session.resumeTimeout", value, Duration.ZERO, HOUR));
    }

    /**
     * Returns a copy with another stall limit.
     *
     * @param value 0 to 1 h
     * @return the copy
     */
    public SessionConfig maxStall(Duration value) {
        return with(changed -> changed.maxStall = Ranges.check("session.maxStall", value, Duration.ZERO, HOUR));
    }

    /**
     * Returns a copy with another log size.
     *
     * @param value 128 KiB to 1 GiB
     * @return the copy
     */
    public SessionConfig sendLogBytes(long value) {
        return with(changed -> changed.sendLogBytes = Ranges.check("session.sendLogBytes", value, LEAST_LOG, 1L << 30));
    }

    /**
     * Returns a copy with another size of all logs.
     *
     * @param value at least {@link #sendLogBytes()}
     * @return the copy
     */
    public SessionConfig totalLogBytes(long value) {
        return with(changed ->
                changed.totalLogBytes = Ranges.check("session.totalLogBytes", value, LEAST_LOG, Long.MAX_VALUE));
    }

    /**
     * Returns a copy with another drain timeout.
     *
     * @param value 0 to 1 h
     * @return the copy
     */
    public SessionConfig drainTimeout(Duration value) {
        return with(changed -> changed.drainTimeout = Ranges.check("session.drainTimeout", value, Duration.ZERO, HOUR));
    }

    /** {@return the maximum size of one message in bytes: half of the log} */
    public long maxMessageBytes() {
        return sendLogBytes() / 2;
    }

    private SessionConfig with(Consumer<State> change) {
        return new SessionConfig(state.changed(change));
    }

    /** Checks what {@link NodeConfig} accepts only together. */
    void validate() {
        Ranges.check("session.totalLogBytes", totalLogBytes(), sendLogBytes(), Long.MAX_VALUE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionConfig that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "SessionConfig" + state;
    }

    private static final class State extends ConfigState<State> {

        private Duration resumeTimeout = Duration.ofMinutes(2);
        private Duration maxStall = Duration.ofSeconds(30);
        private long sendLogBytes = 8L << 20;
        private long totalLogBytes; // 0 for the default, which depends on sendLogBytes
        private Duration drainTimeout = Duration.ofSeconds(10);

        long totalLogBytes() {
            return totalLogBytes != 0 ? totalLogBytes : Math.max(DEFAULT_TOTAL, sendLogBytes);
        }

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("resumeTimeout", resumeTimeout),
                    Map.entry("maxStall", maxStall),
                    Map.entry("sendLogBytes", sendLogBytes),
                    Map.entry("totalLogBytes", totalLogBytes()),
                    Map.entry("drainTimeout", drainTimeout));
        }
    }
}
