package chaski.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.api.remote.OverloadedException;
import chaski.api.remote.RemoteLimits;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** The streams that this node has subscribed to. */
class SubscribedStreamsTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Simulation world = new Simulation(1);
    private final Environment environment = world.environment("a");
    private final Codec codec = new CborCodec();
    private final RemoteCounters counters = new RemoteCounters(environment::nanoTime);
    private final SubscribedStreams streams = new SubscribedStreams(FakeStreamContext.of(
            environment, codec, RemoteLimits.DEFAULT.streamsPerPeer(1).streamsPerNode(2), counters));
    private final FakeRpcChannel peer = new FakeRpcChannel(1);
    private final List<Object> signals = new ArrayList<>();

    private void subscribe() {
        streams.subscribe(
                peer,
                () -> 7,
                new ItemDecoder(ValueTypeFactory.publisherOf(ValueTypeFactory.of(Integer.class)), 10),
                new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(10);
                    }

                    @Override
                    public void onNext(Object item) {
                        signals.add(item);
                    }

                    @Override
                    public void onError(Throwable error) {
                        signals.add(error.getClass());
                    }

                    @Override
                    public void onComplete() {
                        signals.add("complete");
                    }
                });
        world.run(SOON);
    }

    private void receive(RemoteMessage.OfStream message) {
        streams.received(peer, message);
        world.run(SOON);
    }

    @Test
    void itemsReachTheSubscriberUntilTheStreamCompletes() {
        streams.opened(peer);
        subscribe();
        assertThat(peer.sent.get(0)).isEqualTo(new RemoteMessage.Subscribe(1, 7, "cbor"));

        receive(new RemoteMessage.Item(
                1, ValueTypeFactory.of(Integer.class).write(5, codec).finish(peer.references())));
        receive(new RemoteMessage.Completed(1));

        assertThat(signals).containsExactly(5, "complete");
        assertThat(counters.snapshot()).containsEntry("streams.ended.completed", 1L);
    }

    @Test
    void aSubscriptionBeyondTheLimitOrWithoutASessionFails() {
        subscribe();
        assertThat(signals).containsExactly(UnavailableException.class);

        streams.opened(peer);
        subscribe();
        subscribe();
        assertThat(signals).endsWith(OverloadedException.class);
    }

    @Test
    void aClosedChannelMakesItsStreamsUncertain() {
        streams.opened(peer);
        subscribe();

        streams.closed(peer, "the session ended");
        world.run(SOON);

        assertThat(signals).containsExactly(UncertainException.class);
        assertThat(streams.channels()).isEmpty();
    }

    @Test
    void aStreamThatItsNodeEndsFailsByTheReason() {
        streams.opened(peer);
        subscribe();

        receive(new RemoteMessage.Stopped(1, RefusalReason.WITHDRAWN, "withdrawn"));

        assertThat(signals).containsExactly(UnavailableException.class);
    }

    @Test
    void messagesOfEndedStreamsAreIgnoredAndOfUnknownOnesBreakTheProtocol() {
        streams.opened(peer);
        subscribe();
        receive(new RemoteMessage.Completed(1));
        receive(new RemoteMessage.Completed(1));

        assertThat(counters.snapshot()).containsEntry("streams.ignored", 1L);
        assertThatThrownBy(() -> receive(new RemoteMessage.Completed(2))).isInstanceOf(ProtocolException.class);
    }
}
