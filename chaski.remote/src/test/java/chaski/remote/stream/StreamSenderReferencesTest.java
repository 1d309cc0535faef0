package chaski.remote.stream;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.codec.jackson.CborCodec;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.SendHandle;
import chaski.remote.reference.PeerReferences;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.References;
import chaski.remote.value.ValueTypeFactory;
import chaski.remote.wire.RemoteMessage;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Items that refer to objects lend them when they are sent; items that are not sent lend nothing, however the stream
 * ends.
 */
class StreamSenderReferencesTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Simulation world = new Simulation(1);
    private final Environment environment = world.environment("a");
    private final Codec codec = new CborCodec();
    private final Way channel = new Way();
    private final List<Runnable> stops = new ArrayList<>();
    private Flow.@Nullable Subscriber<? super IntSupplier> subscriber;
    private StreamSender stream;

    /** A channel to a peer, which is busy or free, and has room for a number of messages. */
    private static final class Way implements RpcChannel {

        final PeerReferences references = new PeerReferences(
                this,
                (channel, number, type) -> {
                    throw new AssertionError("nothing is borrowed here");
                },
                (channel, number, decoder) -> {
                    throw new AssertionError("nothing is subscribed to here");
                },
                new AtomicLong());
        final List<RemoteMessage> sent = new ArrayList<>();
        Runnable beforeLending = () -> {};
        boolean busy;
        int mostItems = Integer.MAX_VALUE;

        @Override
        public NodeId node() {
            return new NodeId(new UUID(0, 2));
        }

        @Override
        public String nodeName() {
            return "peer";
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public boolean isInDoubt() {
            return false;
        }

        @Override
        public SendHandle send(RemoteMessage message) {
            if (message instanceof RemoteMessage.Item && items() == mostItems) {
                throw new LimitException("an item is too long");
            }
            sent.add(message);
            return new Sent();
        }

        int items() {
            return (int)
                    sent.stream().filter(RemoteMessage.Item.class::isInstance).count();
        }

        @Override
        public boolean isFree(Runnable whenFree) {
            return !busy;
        }

        @Override
        public References references() {
            Runnable step = beforeLending;
            beforeLending = () -> {};
            step.run();
            return references;
        }
    }

    private static final class Sent implements SendHandle {
        @Override
        public boolean withdraw() {
            return false;
        }

        @Override
        public boolean mayArrive() {
            return true;
        }
    }

    private final class Keeper implements PublisherSource.Owner {
        @Override
        public boolean begin(Runnable stop) {
            return stops.add(stop);
        }

        @Override
        public void end(Runnable stop) {
            stops.remove(stop);
        }
    }

    @BeforeEach
    void open() {
        StreamContext context = FakeStreamContext.of(environment, codec);
        Flow.Publisher<IntSupplier> publisher = given -> subscriber = given;
        PublisherSource source = new PublisherSource(publisher, ValueTypeFactory.of(IntSupplier.class));
        source.setOwner(new Keeper());
        stream = new StreamSender(context, channel, 1, source, codec, () -> {});
        assertThat(stream.begin()).isTrue();
        world.run(SOON);
        given().onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
    }

    private Flow.Subscriber<? super IntSupplier> given() {
        assertThat(subscriber).isNotNull();
        return subscriber;
    }

    /** The subscriber consumes some items and receives more. */
    private void publish(int granted, int items) {
        stream.granted(granted, 1 << 20);
        world.run(SOON);
        IntStream.range(0, items).forEach(this::next);
        world.run(SOON);
    }

    private void next(int value) {
        IntSupplier item = () -> value;
        given().onNext(item);
    }

    private void assertLent(int objects) {
        world.run(SOON);
        assertThat(channel.items()).isEqualTo(objects);
        assertThat(channel.references.lentObjects()).isEqualTo(objects);
    }

    @Test
    void whatWasSentIsLent() {
        publish(3, 3);

        assertLent(3);
    }

    @Test
    void itemsThatWaitForTheLineAreNotLentWhenTheStreamIsCancelled() {
        publish(10, 2);
        channel.busy = true;
        publish(10, 3);

        stream.cancel();

        assertLent(2);
    }

    @Test
    void itemsThatWaitAreNotLentWhenWhatGaveThePublisherIsWithdrawn() {
        publish(10, 2);
        channel.busy = true;
        publish(10, 3);

        List.copyOf(stops).forEach(Runnable::run);

        assertLent(2);
        assertThat(channel.sent).last().isInstanceOf(RemoteMessage.Stopped.class);
    }

    @Test
    void itemsThatComeAfterTheEndAreNotLent() {
        publish(10, 2);
        stream.cancel();

        next(3);
        next(4);

        assertLent(2);
    }

    @Test
    void anItemThatCrossesTheEndIsNotLent() {
        publish(10, 2);
        channel.beforeLending = stream::cancel;

        next(3);

        assertLent(2);
    }

    @Test
    void neitherAnItemThatCannotBeSentNorThoseBehindItAreLent() {
        channel.mostItems = 2;
        channel.busy = true;
        publish(10, 5);

        channel.busy = false;
        stream.granted(11, 1 << 20);

        assertLent(2);
        assertThat(channel.sent).last().isInstanceOf(RemoteMessage.Failed.class);
    }

    @Test
    void itemsBeforeTheEndAreSentAndLent() {
        channel.busy = true;
        publish(10, 3);
        given().onError(new IllegalStateException("the source is gone"));
        assertThat(channel.items()).isZero();

        channel.busy = false;
        stream.granted(11, 1 << 20);

        assertLent(3);
        assertThat(channel.sent).last().isInstanceOf(RemoteMessage.Failed.class);
    }
}
