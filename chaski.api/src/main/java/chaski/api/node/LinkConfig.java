package chaski.api.node;

import chaski.api.ConfigurationException;
import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The choice of transport for a session when several reach the peer. Start from {@link #DEFAULT}; a method with an argument
 * returns a copy. Immutable.
 */
public final class LinkConfig {

    /** The defaults. */
    public static final LinkConfig DEFAULT = new LinkConfig(new State());

    private final State state;

    private LinkConfig(State state) {
        this.state = state;
    }

    /**
     * {@return schemes, the best first; default {@code tcp}, {@code quic}, {@code udp}} Those not named come after all that
     * are, and are equal to each other.
     */
    public List<String> preference() {
        return state.preference;
    }

    /**
     * {@return how long a preferred transport is dialled alone before the next one is dialled as well; default 250 ms, the
     * connection attempt delay of RFC 8305}
     */
    public Duration headStart() {
        return state.headStart;
    }

    /**
     * {@return the minimum time between two failbacks of one session, which are moves to a transport only because it is
     * preferred; default 10 s}
     */
    public Duration hold() {
        return state.hold;
    }

    /**
     * Returns a copy with another order of preference.
     *
     * @param value schemes, the best first, each once
     * @return the copy
     */
    public LinkConfig preference(List<String> value) {
        return with(changed -> changed.preference = distinct(value));
    }

    /**
     * Returns a copy with another head start of a preferred transport.
     *
     * @param value 0 to 10 s
     * @return the copy
     */
    public LinkConfig headStart(Duration value) {
        return with(changed ->
                changed.headStart = Ranges.check("link.headStart", value, Duration.ZERO, Duration.ofSeconds(10)));
    }

    /**
     * Returns a copy with another time between failbacks.
     *
     * @param value 100 ms to 1 h
     * @return the copy
     */
    public LinkConfig hold(Duration value) {
        return with(changed ->
                changed.hold = Ranges.check("link.hold", value, Duration.ofMillis(100), Duration.ofHours(1)));
    }

    /**
     * Returns the rank of a scheme in the order of preference.
     *
     * @param scheme the scheme of a transport
     * @return 0 for the best
     */
    public int rank(String scheme) {
        int index = preference().indexOf(scheme);
        return index < 0 ? preference().size() : index;
    }

    private static List<String> distinct(List<String> schemes) {
        if (schemes.stream().distinct().count() != schemes.size()) {
            throw new ConfigurationException("link.preference: expected each scheme once, got " + schemes);
        }
        return List.copyOf(schemes);
    }

    private LinkConfig with(Consumer<State> change) {
        return new LinkConfig(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinkConfig that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "LinkConfig" + state;
    }

    private static final class State extends ConfigState<State> {

        private List<String> preference = List.of("tcp", "quic", "udp");
        private Duration headStart = Duration.ofMillis(250);
        private Duration hold = Duration.ofSeconds(10);

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("preference", preference), Map.entry("headStart", headStart), Map.entry("hold", hold));
        }
    }
}
