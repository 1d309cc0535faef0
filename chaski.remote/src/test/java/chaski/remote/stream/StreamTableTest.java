package chaski.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.api.remote.RemoteLimits;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.FakeRpcChannel;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.StreamDecoder;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.RemoteMessage;
import chaski.testkit.simulation.Simulation;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which end of a stream receives which message. */
class StreamTableTest {

    private static final ValueType TYPE = ValueTypeFactory.of(Integer.class);
    private static final StreamDecoder DECODER = ValueTypeFactory.publisherOf(TYPE);

    private final Environment environment = new Simulation(1).environment("a");
    private final Codec codec = new CborCodec();
    private final RemoteCounters counters = new RemoteCounters(environment::nanoTime);
    private final StreamTable streams =
            new StreamTable(FakeStreamContext.of(environment, codec, RemoteLimits.DEFAULT, counters));
    private final FakeRpcChannel peer = new FakeRpcChannel(1);

    @BeforeEach
    void open() {
        streams.opened(peer);
    }

    private static <T> Flow.Subscriber<T> subscriber() {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.@Nullable Subscription subscription) {}

            @Override
            public void onNext(@Nullable T item) {}

            @Override
            public void onError(@Nullable Throwable error) {}

            @Override
            public void onComplete() {}
        };
    }

    @Test
    void aProxyForAPublisherOfAPeerSubscribesByItsNumber() {
        streams.publisher(peer, 7, DECODER).subscribe(subscriber());

        assertThat(peer.sent).containsExactly(new RemoteMessage.Subscribe(1, 7, "cbor"));
    }

    @Test
    void aProxyForAPublisherOfThisNodeLendsItForEachSubscription() {
        PublisherSource source = new PublisherSource(given -> {}, TYPE);
        Flow.Publisher<?> publisher = streams.local(peer, source, DECODER);
        publisher.subscribe(subscriber());
        publisher.subscribe(subscriber());

        assertThat(peer.sent)
                .extracting(message -> ((RemoteMessage.Subscribe) message).publisher())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void messagesOfSubscribersAndOfPublishersAreDistinguishedByTheirTypes() {
        streams.publisher(peer, 7, DECODER).subscribe(subscriber());

        streams.received(peer, new RemoteMessage.Request(1, 1, 1));
        assertThat(counters.snapshot()).containsEntry("streams.ignored", 1L);
        streams.received(peer, new RemoteMessage.Completed(1));
        assertThat(counters.snapshot()).containsEntry("streams.ended.completed", 1L);
    }

    @Test
    void closingUnsubscribesFromEveryStream() {
        streams.publisher(peer, 7, DECODER).subscribe(subscriber());

        streams.close("this node is closing");

        assertThat(peer.sent).endsWith(new RemoteMessage.Unsubscribe(1));
        assertThat(counters.snapshot()).containsEntry("streams.ended.uncertain", 1L);
    }
}
