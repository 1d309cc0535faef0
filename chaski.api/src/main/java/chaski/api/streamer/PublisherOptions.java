package chaski.api.streamer;

import chaski.api.ConfigurationException;
import chaski.api.configuration.ConfigState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a publisher works. Start from {@link #DEFAULT} or {@link #DATAGRAM}; a method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * PublisherOptions options = PublisherOptions.DEFAULT.codec("json").slowSubscriber(Duration.ofSeconds(10));
 * }</pre>
 */
public final class PublisherOptions {

    private static final Duration LEAST_SLOW = Duration.ofSeconds(1);

    /** CBOR, reliable. */
    public static final PublisherOptions DEFAULT = new PublisherOptions(new State());

    /** CBOR, as datagrams. */
    public static final PublisherOptions DATAGRAM = DEFAULT.reliability(Reliability.DATAGRAM);

    private final State state;

    private PublisherOptions(State state) {
        this.state = state;
    }

    /** {@return the name of the codec for payloads other than bytes and strings; default {@code cbor}} */
    public String codec() {
        return state.codec;
    }

    /** {@return the required reliability; default {@link Reliability#RELIABLE}} */
    public Reliability reliability() {
        return state.reliability;
    }

    /**
     * {@return true if {@code publish} fails at once, with {@link NotPublishedException.Reason#IN_DOUBT}, rather than waits for
     * a peer whose process seems to have ended, which it does for two seconds at most otherwise; default false}
     */
    public boolean failFast() {
        return state.failFast;
    }

    /**
     * {@return how long a subscription that has no room may hold this publisher up before it is cut; default: it is never cut}
     */
    public Optional<Duration> slowSubscriber() {
        return state.slowSubscriber;
    }

    /**
     * Returns a copy with another codec.
     *
     * @param value its name
     * @return the copy
     */
    public PublisherOptions codec(String value) {
        return with(changed -> changed.codec = Objects.requireNonNull(value));
    }

    /**
     * Returns a copy with another reliability.
     *
     * @param value the required reliability
     * @return the copy
     */
    public PublisherOptions reliability(Reliability value) {
        return with(changed -> changed.reliability = Objects.requireNonNull(value));
    }

    /**
     * Returns a copy that does not wait for peers in doubt, or does.
     *
     * @param value true to fail at once
     * @return the copy
     */
    public PublisherOptions failFast(boolean value) {
        return with(changed -> changed.failFast = value);
    }

    /**
     * Has subscriptions cut that hold this publisher up. A subscription does so while it has no room for a message of this
     * publisher and, in all that time, a local one takes nothing and a peer's gives no credit, although the peer has a link and
     * answers. Once that has lasted for the given time, this node sends nothing more for the subscription, and it ends with a
     * {@link SlowConsumerException} on its node when it has taken what was sent before. Other subscriptions, and this
     * publisher, continue; the subscription ends for other publishers, too.
     *
     * <p>The time counts while a {@code publish} waits, while a callback of {@code whenWritable} is due, and while {@code
     * offer} or {@code publishAsync} is refused at least once a second. Without this option a subscription is never cut; after
     * 5 s without progress there is an event, {@link chaski.api.node.NodeEvent.Stalled}, in either case. A peer whose version
     * of the protocol knows no cut is not cut. An outage of a peer is no reason for a cut, see {@link
     * chaski.api.node.SessionConfig#maxStall()}.
     *
     * @param value at least one second
     * @return the copy
     */
    public PublisherOptions slowSubscriber(Duration value) {
        return with(changed -> changed.slowSubscriber = Optional.of(longEnough(value)));
    }

    private static Duration longEnough(Duration slow) {
        if (slow.compareTo(LEAST_SLOW) < 0) {
            throw new ConfigurationException("slowSubscriber: expected at least " + LEAST_SLOW
                    + ", so that a short pause of a subscriber is no reason to cut it, got " + slow);
        }
        return slow;
    }

    private PublisherOptions with(Consumer<State> change) {
        return new PublisherOptions(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublisherOptions that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "PublisherOptions" + state;
    }

    private static final class State extends ConfigState<State> {

        private String codec = "cbor";
        private Reliability reliability = Reliability.RELIABLE;
        private boolean failFast;
        private Optional<Duration> slowSubscriber = Optional.empty();

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("codec", codec),
                    Map.entry("reliability", reliability),
                    Map.entry("failFast", failFast),
                    Map.entry("slowSubscriber", slowSubscriber));
        }
    }
}
