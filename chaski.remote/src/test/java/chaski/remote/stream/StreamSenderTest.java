package chaski.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.LocalRpcChannel;
import chaski.remote.channel.RpcChannelListener;
import chaski.remote.reference.LocalReferences;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.RemoteMessage;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A stream may end before its publisher was subscribed to, or while it is. By the rules of Reactive Streams a publisher
 * has no obligations, and has no claims, before {@code subscribe} (1.9); a subscription that it creates afterwards must
 * be cancelled (3.12, 2.8), without a request.
 */
class StreamSenderTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Simulation world = new Simulation(1);
    private final Environment environment = world.environment("a");
    private final Codec codec = new CborCodec();
    private final List<RemoteMessage> sent = new ArrayList<>();
    private final List<String> signals = new ArrayList<>();
    private Flow.@Nullable Subscriber<? super Integer> subscriber;
    private int ends;
    private StreamSender stream;

    @BeforeEach
    void open() {
        StreamContext context = FakeStreamContext.of(environment, codec);
        LocalRpcChannel channel = new LocalRpcChannel(
                new NodeId(new UUID(0, 1)),
                "here",
                listener(),
                way -> new LocalReferences(new AtomicLong(), (source, decoder) -> source.publisher()));
        Flow.Publisher<Integer> publisher = given -> {
            signals.add("subscribe");
            subscriber = given;
        };
        stream = new StreamSender(
                context,
                channel,
                1,
                new PublisherSource(publisher, ValueTypeFactory.of(Integer.class)),
                codec,
                () -> ends++);
        stream.granted(5, 1 << 20);
    }

    private RpcChannelListener listener() {
        return (RpcChannelListener) Proxy.newProxyInstance(
                RpcChannelListener.class.getClassLoader(),
                new Class<?>[] {RpcChannelListener.class},
                (proxy, method, with) -> {
                    sent.add((RemoteMessage) with[1]);
                    return null;
                });
    }

    private final class Upstream implements Flow.Subscription {

        @Override
        public void request(long n) {
            signals.add("request " + n);
        }

        @Override
        public void cancel() {
            signals.add("cancel");
        }
    }

    private void subscribed() {
        assertThat(subscriber).isNotNull();
        subscriber.onSubscribe(new Upstream());
        world.run(SOON);
    }

    @Test
    void aPublisherWhoseStreamWasCancelledBeforeItWasSubscribedToIsNotSubscribedTo() {
        assertThat(stream.begin()).isTrue();
        stream.cancel();
        world.run(SOON);

        assertThat(signals).isEmpty();
        assertThat(ends).isOne();
        assertThat(sent).isEmpty();
    }

    @Test
    void aSubscriptionThatIsMadeAfterItsStreamWasCancelledIsCancelledOnceAndNothingRequested() {
        stream.begin();
        world.run(SOON);
        stream.cancel();
        world.run(SOON);
        assertThat(signals).containsExactly("subscribe");

        subscribed();
        stream.cancel();
        world.run(SOON);

        assertThat(signals).containsExactly("subscribe", "cancel");
        assertThat(ends).isOne();
    }

    @Test
    void itemsThatCrossACancelAreDroppedAndNothingIsSent() {
        stream.begin();
        world.run(SOON);
        subscribed();
        assertThat(signals).containsExactly("subscribe", "request 5");
        stream.cancel();
        assertThat(subscriber).isNotNull();
        subscriber.onNext(1);
        subscriber.onComplete();
        world.run(SOON);

        assertThat(signals).containsExactly("subscribe", "request 5", "cancel");
        assertThat(sent).isEmpty();
        assertThat(ends).isOne();
    }

    @Test
    void aPublisherThatCompletesBeforeTheCancelIsNotCancelled() {
        stream.begin();
        world.run(SOON);
        subscribed();
        assertThat(subscriber).isNotNull();
        subscriber.onComplete();
        world.run(SOON);
        stream.cancel();
        world.run(SOON);

        assertThat(signals).containsExactly("subscribe", "request 5");
        assertThat(sent).containsExactly(new RemoteMessage.Completed(1));
        assertThat(ends).isOne();
    }
}
