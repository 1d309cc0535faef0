package chaski.api.node;

import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules for linking nodes that share a topic. Start from {@link #DEFAULT}; a method with an argument returns a copy.
 * Immutable.
 */
public final class PairingConfig {

    /** The defaults. */
    public static final PairingConfig DEFAULT = new PairingConfig(new State());

    /** The treatment of the session with a joined node that shares no topic. */
    public enum Bootstrap {
        /** The session is kept. */
        KEEP,
        /** The session is ended once this node has paired with another one. */
        DISCONNECT
    }

    private final State state;

    private PairingConfig(State state) {
        this.state = state;
    }

    /** {@return true if two subscribers of one topic are linked as well; default false} */
    public boolean pairSubscribers() {
        return state.pairSubscribers;
    }

    /** {@return with {@link #pairSubscribers()}, the most such peers for each topic; default 5} */
    public int maxPeersPerTopic() {
        return state.maxPeersPerTopic;
    }

    /** {@return what happens to a joined node once its directory has led to others; default {@link Bootstrap#KEEP}} */
    public Bootstrap bootstrap() {
        return state.bootstrap;
    }

    /**
     * Returns a copy that links subscribers with each other, or does not.
     *
     * @param value true to link them
     * @return the copy
     */
    public PairingConfig pairSubscribers(boolean value) {
        return with(changed -> changed.pairSubscribers = value);
    }

    /**
     * Returns a copy with another limit of subscribers that are linked for each topic.
     *
     * @param value 1 to 1,000
     * @return the copy
     */
    public PairingConfig maxPeersPerTopic(int value) {
        return with(changed -> changed.maxPeersPerTopic = Ranges.check("pairing.maxPeersPerTopic", value, 1, 1000));
    }

    /**
     * Returns a copy with another treatment of joined nodes.
     *
     * @param value the treatment
     * @return the copy
     */
    public PairingConfig bootstrap(Bootstrap value) {
        return with(changed -> changed.bootstrap = Objects.requireNonNull(value));
    }

    private PairingConfig with(Consumer<State> change) {
        return new PairingConfig(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PairingConfig that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "PairingConfig" + state;
    }

    private static final class State extends ConfigState<State> {

        private boolean pairSubscribers;
        private int maxPeersPerTopic = 5;
        private Bootstrap bootstrap = Bootstrap.KEEP;

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("pairSubscribers", pairSubscribers),
                    Map.entry("maxPeersPerTopic", maxPeersPerTopic),
                    Map.entry("bootstrap", bootstrap));
        }
    }
}
