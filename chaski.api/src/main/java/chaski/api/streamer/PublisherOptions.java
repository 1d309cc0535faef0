package chaski.api.streamer;

import chaski.api.ConfigurationException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a publisher works. Immutable; each method with a parameter returns a changed copy, beginning with
 * {@link #DEFAULT} or {@link #DATAGRAM}.
 *
 * @param codec the name of the codec for payloads other than bytes and strings; default {@code cbor}
 * @param reliability the required reliability; default {@link Reliability#RELIABLE}
 * @param failFast true if {@code publish} fails at once, with {@link NotPublishedException.Reason#IN_DOUBT}, rather
 * than waits for a peer
 *     whose process seems to have ended, which it does for two seconds at most otherwise; default false
 * @param slowSubscriber how long a subscription that has no room may hold this publisher up before it is cut; default:
 * it is never cut
 */
public record PublisherOptions(
        String codec, Reliability reliability, boolean failFast, Optional<Duration> slowSubscriber) {

    private static final Duration LEAST_SLOW = Duration.ofSeconds(1);

    /** CBOR, reliable. */
    public static final PublisherOptions DEFAULT =
            new PublisherOptions("cbor", Reliability.RELIABLE, false, Optional.empty());

    /** CBOR, as datagrams. */
    public static final PublisherOptions DATAGRAM = DEFAULT.reliability(Reliability.DATAGRAM);

    /** Checks the range. */
    public PublisherOptions {
        if (slowSubscriber.isPresent() && slowSubscriber.get().compareTo(LEAST_SLOW) < 0) {
            throw new ConfigurationException("slowSubscriber: expected at least " + LEAST_SLOW
                    + ", so that a short pause of a subscriber is no reason to cut it, got " + slowSubscriber.get());
        }
    }

    /**
     * Sets the codec.
     *
     * @param name its name
     * @return a changed copy
     */
    public PublisherOptions codec(String name) {
        return new PublisherOptions(name, reliability, failFast, slowSubscriber);
    }

    /**
     * Sets the required reliability.
     *
     * @param wanted what
     * @return a changed copy
     */
    public PublisherOptions reliability(Reliability wanted) {
        return new PublisherOptions(codec, wanted, failFast, slowSubscriber);
    }

    /**
     * Sets if a message fails at once instead of waiting for a peer in doubt.
     *
     * @param wanted true to fail at once
     * @return a changed copy
     */
    public PublisherOptions failFast(boolean wanted) {
        return new PublisherOptions(codec, reliability, wanted, slowSubscriber);
    }

    /**
     * Has subscriptions cut that hold this publisher up. A subscription does so while it has no room for a message of
     * this publisher and, in all that time, a local one takes nothing and a peer's gives no credit, although the peer
     * has a link and answers. Once that has lasted for the given time, this node sends nothing more for the
     * subscription, and it ends with a {@link SlowConsumerException} on its node when it has taken what was sent
     * before. Other subscriptions, and this publisher, continue; the subscription ends for other publishers, too.
     *
     * <p>The time counts while a {@code publish} waits, while a callback of {@code whenWritable} is due, and while
     * {@code offer} or {@code publishAsync} is refused at least once a second. Without this option a subscription is
     * never cut; after 5 s of standing still there is an event, {@link chaski.api.node.NodeEvent.Stalled}, in either
     * case. A peer whose version of the protocol knows no cut is not cut. An outage of a peer is no reason for a cut,
     * see {@link chaski.api.node.SessionConfig#maxStall}.
     *
     * @param most how long, at least one second
     * @return a changed copy
     */
    public PublisherOptions slowSubscriber(Duration most) {
        return new PublisherOptions(codec, reliability, failFast, Optional.of(most));
    }
}
