package chaski.api.node;

import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a lost peer is dialled again: at once, then with exponential backoff and full jitter (each delay is drawn evenly between
 * zero and the current bound, which doubles up to the cap). Start from {@link #DEFAULT}; a method with an argument returns a
 * copy. Immutable.
 *
 * <p>Values that bound each other are compared when they are given to a node, so they can be set in any order.
 */
public final class ReconnectConfig {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The defaults. */
    public static final ReconnectConfig DEFAULT = new ReconnectConfig(new State());

    private final State state;

    private ReconnectConfig(State state) {
        this.state = state;
    }

    /** {@return the first bound; default 50 ms} */
    public Duration first() {
        return state.first;
    }

    /** {@return the largest bound while the session can be resumed; default 1 s} */
    public Duration capWhileResumable() {
        return state.capWhileResumable;
    }

    /** {@return the largest bound afterwards; default 30 s} */
    public Duration cap() {
        return state.cap;
    }

    /** {@return the longest one attempt may take, handshake included; default 10 s} */
    public Duration connectTimeout() {
        return state.connectTimeout;
    }

    /**
     * Returns a copy with another first bound.
     *
     * @param value 1 ms to 1 min
     * @return the copy
     */
    public ReconnectConfig first(Duration value) {
        return with(changed -> changed.first = Ranges.check("reconnect.first", value, LEAST, Duration.ofMinutes(1)));
    }

    /**
     * Returns a copy with another largest bound while the session can be resumed.
     *
     * @param value {@link #first()} to 1 h
     * @return the copy
     */
    public ReconnectConfig capWhileResumable(Duration value) {
        return with(
                changed -> changed.capWhileResumable = Ranges.check("reconnect.capWhileResumable", value, LEAST, HOUR));
    }

    /**
     * Returns a copy with another largest bound.
     *
     * @param value {@link #capWhileResumable()} to 1 h
     * @return the copy
     */
    public ReconnectConfig cap(Duration value) {
        return with(changed -> changed.cap = Ranges.check("reconnect.cap", value, LEAST, HOUR));
    }

    /**
     * Returns a copy with another time for one attempt.
     *
     * @param value 10 ms to 1 h
     * @return the copy
     */
    public ReconnectConfig connectTimeout(Duration value) {
        return with(changed ->
                changed.connectTimeout = Ranges.check("reconnect.connectTimeout", value, Duration.ofMillis(10), HOUR));
    }

    private ReconnectConfig with(Consumer<State> change) {
        return new ReconnectConfig(state.changed(change));
    }

    /** Checks what {@link NodeConfig} accepts only together. */
    void validate() {
        Ranges.check("reconnect.capWhileResumable", capWhileResumable(), first(), HOUR);
        Ranges.check("reconnect.cap", cap(), capWhileResumable(), HOUR);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReconnectConfig that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "ReconnectConfig" + state;
    }

    private static final class State extends ConfigState<State> {

        private Duration first = Duration.ofMillis(50);
        private Duration capWhileResumable = Duration.ofSeconds(1);
        private Duration cap = Duration.ofSeconds(30);
        private Duration connectTimeout = Duration.ofSeconds(10);

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("first", first),
                    Map.entry("capWhileResumable", capWhileResumable),
                    Map.entry("cap", cap),
                    Map.entry("connectTimeout", connectTimeout));
        }
    }
}
