package chaski.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.api.remote.RemoteLimits;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The streams of this node's publishers to a peer. */
class ServedStreamsTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Simulation world = new Simulation(1);
    private final Environment environment = world.environment("a");
    private final Codec codec = new CborCodec();
    private final RemoteCounters counters = new RemoteCounters(environment::nanoTime);
    private final ServedStreams streams = new ServedStreams(FakeStreamContext.of(
            environment, codec, RemoteLimits.DEFAULT.streamsPerPeer(1).streamsPerNode(2), counters));
    private final FakeRpcChannel peer = new FakeRpcChannel(1);
    private int cancelled;
    private @Nullable String notGranted;

    private long publisher() {
        Flow.Publisher<Integer> publisher = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscriber.onNext(5);
            }

            @Override
            public void cancel() {
                cancelled++;
            }
        });
        PublisherSource source = new PublisherSource(publisher, ValueTypeFactory.of(Integer.class));
        source.setAccess(() -> Optional.ofNullable(notGranted));
        return ((WireValue.Published) peer.references().publish(source)).number();
    }

    private void subscribe(long stream, long publisher) {
        streams.subscribe(peer, new RemoteMessage.Subscribe(stream, publisher, "cbor"));
        world.run(SOON);
    }

    private RefusalReason refusal() {
        return ((RemoteMessage.Stopped) peer.sent.get(peer.sent.size() - 1)).reason();
    }

    @Test
    void itemsAreSentWhenTheyWereRequestedUntilTheStreamIsCancelled() {
        streams.opened(peer);
        subscribe(1, publisher());
        assertThat(peer.sent).isEmpty();

        streams.received(peer, new RemoteMessage.Request(1, 1, 1_000));
        world.run(SOON);
        assertThat(peer.sent).singleElement().isInstanceOf(RemoteMessage.Item.class);

        streams.received(peer, new RemoteMessage.Unsubscribe(1));
        streams.received(peer, new RemoteMessage.Unsubscribe(1));
        world.run(SOON);
        assertThat(cancelled).isEqualTo(1);
        assertThat(counters.snapshot()).containsEntry("streams.ignored", 1L).containsEntry("streams.served", 1L);
    }

    @Test
    void aStreamThatIsNotGrantedAnyMoreEndsWithTheRule() {
        streams.opened(peer);
        subscribe(1, publisher());
        streams.accessChanged(peer);
        world.run(SOON);
        assertThat(peer.sent).isEmpty();

        notGranted = "observe a b is not granted, by grants.json:4";
        streams.accessChanged(peer);
        streams.accessChanged(peer);
        world.run(SOON);
        assertThat(peer.sent).containsExactly(new RemoteMessage.Stopped(1, RefusalReason.NOT_GRANTED, notGranted));
        assertThat(cancelled).isEqualTo(1);
        assertThat(counters.snapshot()).containsEntry("streams.refused.not_granted", 1L);
    }

    @Test
    void aPublisherOfACallThatIsNotGrantedAnyMoreIsRefused() {
        streams.opened(peer);
        long publisher = publisher();
        notGranted = "observe a b is not granted, by grants.json:4";
        subscribe(1, publisher);

        assertThat(refusal()).isEqualTo(RefusalReason.NOT_GRANTED);
    }

    @Test
    void aPublisherThatIsNotLentIsRefused() {
        streams.opened(peer);
        subscribe(1, 99);

        assertThat(refusal()).isEqualTo(RefusalReason.WITHDRAWN);
    }

    @Test
    void streamsBeyondTheLimitAreRefused() {
        streams.opened(peer);
        subscribe(1, publisher());
        subscribe(2, publisher());

        assertThat(refusal()).isEqualTo(RefusalReason.OVERLOADED);
    }

    @Test
    void aNumberThatIsInUseBreaksTheProtocol() {
        streams.opened(peer);
        subscribe(1, publisher());

        assertThatThrownBy(() -> subscribe(1, publisher())).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aClosedChannelCancelsItsStreams() {
        streams.opened(peer);
        subscribe(1, publisher());

        streams.closed(peer);
        world.run(SOON);

        assertThat(cancelled).isEqualTo(1);
    }
}
