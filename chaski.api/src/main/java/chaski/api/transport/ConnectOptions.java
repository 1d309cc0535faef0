package chaski.api.transport;

import chaski.api.configuration.ConfigState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a link is opened. Start from {@link #DEFAULT}; a method with an argument returns a copy. Immutable.
 */
public final class ConnectOptions {

    /** The defaults. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(new State());

    private final State state;

    private ConnectOptions(State state) {
        this.state = state;
    }

    /** {@return the longest the attempt may take; default 10 s} */
    public Duration timeout() {
        return state.timeout;
    }

    /**
     * Returns a copy with another timeout.
     *
     * @param value positive
     * @return the copy
     */
    public ConnectOptions timeout(Duration value) {
        return with(changed -> changed.timeout = positive(value));
    }

    /** {@return what encrypts the link and authenticates its ends; default none: the link is not encrypted} */
    public Optional<LinkSecurity> security() {
        return state.security;
    }

    /**
     * Returns a copy for a link that is encrypted, and whose ends are authenticated. The timeout includes the handshake.
     *
     * @param value secures the link
     * @return the copy
     */
    public ConnectOptions security(LinkSecurity value) {
        return with(changed -> changed.security = Optional.of(value));
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("expected a positive connect timeout, got " + timeout);
        }
        return timeout;
    }

    private ConnectOptions with(Consumer<State> change) {
        return new ConnectOptions(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectOptions that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "ConnectOptions" + state;
    }

    private static final class State extends ConfigState<State> {

        private Duration timeout = Duration.ofSeconds(10);
        private Optional<LinkSecurity> security = Optional.empty();

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(Map.entry("timeout", timeout), Map.entry("security", security));
        }
    }
}
