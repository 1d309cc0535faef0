package chaski.api.node;

import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The times of silence after which a peer is pinged, suspected and called down. Each must be longer than the one before. Start
 * from {@link #DEFAULT}; a method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * HeartbeatConfig slow = HeartbeatConfig.DEFAULT
 *         .interval(Duration.ofSeconds(10))
 *         .suspectAfter(Duration.ofSeconds(20))
 *         .downAfter(Duration.ofSeconds(40));
 * }</pre>
 *
 * <p>Values that bound each other are compared when they are given to a node, so they can be set in any order.
 */
public final class HeartbeatConfig {

    /** The shortest interval that a peer accepts permanently; a node that pings more often is disconnected. */
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(200);

    private static final Duration MOST_INTERVAL = Duration.ofHours(1);

    /** The defaults. */
    public static final HeartbeatConfig DEFAULT = new HeartbeatConfig(new State());

    private final State state;

    private HeartbeatConfig(State state) {
        this.state = state;
    }

    /** {@return silence after which a PING is sent; default 2.5 s} */
    public Duration interval() {
        return state.interval;
    }

    /** {@return silence after which the peer is suspect; default 5 s} */
    public Duration suspectAfter() {
        return state.suspectAfter;
    }

    /** {@return silence after which the link counts as lost and the peer as down; default 10 s} */
    public Duration downAfter() {
        return state.downAfter;
    }

    /**
     * Returns a copy with another interval of PINGs.
     *
     * @param value 200 ms to 1 h, since peers accept no more than one each 200 ms
     * @return the copy
     */
    public HeartbeatConfig interval(Duration value) {
        return with(
                changed -> changed.interval = Ranges.check("heartbeat.interval", value, LEAST_INTERVAL, MOST_INTERVAL));
    }

    /**
     * Returns a copy with another time to suspect a peer.
     *
     * @param value above {@link #interval()}, to 2 h
     * @return the copy
     */
    public HeartbeatConfig suspectAfter(Duration value) {
        return with(changed -> changed.suspectAfter = Ranges.check(
                "heartbeat.suspectAfter", value, LEAST_INTERVAL.plusMillis(1), MOST_INTERVAL.multipliedBy(2)));
    }

    /**
     * Returns a copy with another time to call a peer down.
     *
     * @param value above {@link #suspectAfter()}, to 3 h
     * @return the copy
     */
    public HeartbeatConfig downAfter(Duration value) {
        return with(changed -> changed.downAfter = Ranges.check(
                "heartbeat.downAfter", value, LEAST_INTERVAL.plusMillis(2), MOST_INTERVAL.multipliedBy(3)));
    }

    private HeartbeatConfig with(Consumer<State> change) {
        return new HeartbeatConfig(state.changed(change));
    }

    /** Checks what {@link NodeConfig} accepts only together. */
    void validate() {
        Ranges.check("heartbeat.suspectAfter", suspectAfter(), interval().plusMillis(1), MOST_INTERVAL.multipliedBy(2));
        Ranges.check("heartbeat.downAfter", downAfter(), suspectAfter().plusMillis(1), MOST_INTERVAL.multipliedBy(3));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeartbeatConfig that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "HeartbeatConfig" + state;
    }

    private static final class State extends ConfigState<State> {

        private Duration interval = Duration.ofMillis(2500);
        private Duration suspectAfter = Duration.ofSeconds(5);
        private Duration downAfter = Duration.ofSeconds(10);

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("interval", interval),
                    Map.entry("suspectAfter", suspectAfter),
                    Map.entry("downAfter", downAfter));
        }
    }
}
