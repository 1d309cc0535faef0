package chaski.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.ClosedException;
import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.ProtocolNode;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.node.DefaultNodeFactory;
import chaski.streamer.publish.AsyncPublish;
import chaski.streamer.wire.MessageHead;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishers that wait for subscriptions of their own node and of peers at the same time, in virtual time. */
class SharedWindowsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** Long enough for a few hundred messages. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /**
     * Less than the half second after which a window checks for waiters itself, which must not hide a missing
     * notification.
     */
    private static final Duration AT_ONCE = Duration.ofMillis(200);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);

    private Node node(String host, int id, String... joins) {
        Node.Builder builder =
                Chaski.node().name(host).id(new NodeId(new UUID(0, id))).listen("mem://" + host + ":1");
        for (String join : joins) {
            builder.join("mem://" + join + ":1");
        }
        return new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)), List.of(), List.of(new StreamerProvider())),
                        world.environment(host));
    }

    private static SubscriptionOptions window(long bytes) {
        return SubscriptionOptions.DEFAULT.queueBytes(bytes);
    }

    private static Streamer streamer(Node node) {
        return node.service(Streamer.class);
    }

    private Publisher<byte[]> publisher(Node node, int subscriptions) {
        Publisher<byte[]> out = streamer(node).publisher("t", byte[].class);
        world.await("the subscriptions", () -> out.subscribers() == subscriptions, LONG);
        return out;
    }

    private static AsyncPublish publish(Node node, Publisher<byte[]> out, int bytes) {
        return AsyncPublish.begin(ProtocolNode.of(node).environment(), out, new byte[bytes]);
    }

    /** The peer's credit of a subscription that is withdrawn must not block a local publisher. */
    @ParameterizedTest
    @CsvSource({"1, 2, false", "2, 1, false", "1, 2, true", "2, 1, true"})
    void aSubscriptionThatEndsReleasesItsLocalPublisher(int idOfA, int idOfB, boolean drained) {
        Node a = node("a", idOfA);
        Node b = node("b", idOfB, "a");
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(200_000));
        Publisher<byte[]> outA = publisher(a, 1);
        Publisher<byte[]> outB = publisher(b, 1);
        publish(a, outA, 120_000);
        AsyncPublish fromB = publish(b, outB, 140_000);
        world.run(Duration.ofSeconds(1));
        AsyncPublish fromA = publish(a, outA, 100_000);
        world.run(Duration.ofSeconds(1));
        assertThat(fromA.isOver()).isFalse();
        assertThat(fromB.isOver()).isFalse();
        AtomicInteger writable = new AtomicInteger();
        outA.whenWritable(writable::incrementAndGet);

        if (drained) {
            in.drain();
        } else {
            in.close();
        }

        world.await("both publishers", () -> fromA.isOver() && fromB.isOver(), AT_ONCE);
        assertThat(fromA.matched()).isZero();
        assertThat(fromB.matched()).isZero();
        world.await("the callback", () -> writable.get() == 1, AT_ONCE);
        assertThat(outA.offer(new byte[100_000])).isEqualTo(Offer.NO_SUBSCRIBER);
    }

    /**
     * The closing thread is paused at each notification, until all other threads have done their work: a waiter that
     * proceeds finds that the subscription is gone, and publishes to no subscription.
     */
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void aMessageThatWaitsForASubscriptionWhileItClosesMatchesNone(int idOfA, int idOfB) {
        Node a = node("a", idOfA);
        Node b = node("b", idOfB, "a");
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(200_000));
        Publisher<byte[]> outA = publisher(a, 1);
        Publisher<byte[]> outB = publisher(b, 1);
        publish(a, outA, 120_000);
        AsyncPublish fromB = publish(b, outB, 140_000);
        world.run(Duration.ofSeconds(1));
        AtomicInteger notified = new AtomicInteger();
        AsyncPublish fromA = AsyncPublish.begin(outA, new byte[100_000], waiting -> {
            notified.incrementAndGet();
            waiting.attempt();
            world.run(Duration.ofSeconds(1));
        });
        world.run(Duration.ofSeconds(1));
        assertThat(notified).hasValue(0);

        in.close();

        assertThat(notified).hasPositiveValue();
        world.await("both publishers", () -> fromA.isOver() && fromB.isOver(), AT_ONCE);
        assertThat(fromA.matched()).isZero();
        assertThat(fromB.matched()).isZero();
        assertThat(outA.statistics().unmatched()).isEqualTo(1);
    }

    @Test
    void aCallbackForASubscriptionThatEndsIsCalled() {
        Node a = node("a", 1);
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 1);
        assertThat(out.offer(new byte[900])).isEqualTo(Offer.ACCEPTED);
        assertThat(out.offer(new byte[900])).isEqualTo(Offer.BACKPRESSURED);
        AtomicInteger writable = new AtomicInteger();
        out.whenWritable(writable::incrementAndGet);
        assertThat(writable).hasValue(0);

        in.close();

        world.await("the callback", () -> writable.get() == 1, AT_ONCE);
    }

    @Test
    void closingAPublisherEndsItsWaitsAndGivesUpWhatItHeld() {
        Node a = node("a", 1);
        Node b = node("b", 2, "a");
        Subscription<byte[]> full = streamer(b).subscribe("t", byte[].class, window(1_000));
        Subscription<byte[]> roomy = streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 2);
        publish(a, out, 700);
        assertThat(roomy.next(Duration.ZERO)).isPresent();
        AsyncPublish first = publish(a, out, 700);
        AsyncPublish second = publish(a, out, 700);
        AtomicInteger writable = new AtomicInteger();
        out.whenWritable(writable::incrementAndGet);
        world.run(Duration.ofSeconds(1));
        Publisher<byte[]> other = streamer(a).publisher("t", byte[].class);
        assertThat(other.offer(new byte[100])).isEqualTo(Offer.BACKPRESSURED);

        out.close();

        world.await("both messages", () -> first.isOver() && second.isOver(), AT_ONCE);
        assertThat(first.failure()).isInstanceOf(ClosedException.class);
        assertThat(second.failure()).isInstanceOf(ClosedException.class);
        world.await("the callback", () -> writable.get() == 1, AT_ONCE);
        full.close();
        world.await("the peer's withdrawal", () -> other.subscribers() == 1, LONG);
        AsyncPublish next = publish(a, other, 900);
        world.await("the room that was held", next::isOver, AT_ONCE);
    }

    @Test
    void aMessageThatIsGivenUpGivesItsRoomToOthers() {
        Node a = node("a", 1);
        Node b = node("b", 2, "a");
        streamer(b).subscribe("t", byte[].class, window(1_000));
        Subscription<byte[]> own = streamer(a).subscribe(">", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 2);
        publish(a, out, 700);
        world.run(Duration.ofSeconds(1));
        assertThat(own.next(Duration.ZERO)).isPresent();
        AsyncPublish waiting = publish(a, out, 700);
        AsyncPublish other = AsyncPublish.begin(
                ProtocolNode.of(a).environment(), streamer(a).publisher("u", byte[].class), new byte[700]);
        world.run(Duration.ofSeconds(1));
        assertThat(waiting.isOver()).isFalse();
        assertThat(other.isOver()).isFalse();

        waiting.giveUp();

        world.await("the room that was held", other::isOver, AT_ONCE);
        assertThat(other.matched()).isEqualTo(1);
    }

    @Test
    void anOfferThatAPeerRefusesKeepsNoRoomOfOwnSubscriptions() {
        Node a = node("a", 1);
        Node b = node("b", 2, "a");
        streamer(b).subscribe("t", byte[].class, window(1_000));
        Subscription<byte[]> own = streamer(a).subscribe(">", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 2);
        assertThat(out.offer(new byte[700])).isEqualTo(Offer.ACCEPTED);
        assertThat(own.next(Duration.ZERO)).isPresent();

        assertThat(out.offer(new byte[700])).isEqualTo(Offer.BACKPRESSURED);

        Publisher<byte[]> other = streamer(a).publisher("u", byte[].class);
        assertThat(other.offer(new byte[900])).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void anOfferThatOneOwnSubscriptionRefusesKeepsNoRoomInAnother() {
        Node a = node("a", 1);
        Subscription<byte[]> roomy = streamer(a).subscribe(">", byte[].class, window(1_000));
        streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 2);
        assertThat(out.offer(new byte[700])).isEqualTo(Offer.ACCEPTED);
        assertThat(roomy.next(Duration.ZERO)).isPresent();

        assertThat(out.offer(new byte[700])).isEqualTo(Offer.BACKPRESSURED);

        Publisher<byte[]> other = streamer(a).publisher("u", byte[].class);
        assertThat(other.offer(new byte[900])).isEqualTo(Offer.ACCEPTED);
    }

    /** Two messages fit exactly, or the second one lacks one byte. */
    @ParameterizedTest
    @CsvSource({"false, 0, ACCEPTED", "false, 1, BACKPRESSURED", "true, 0, ACCEPTED", "true, 1, BACKPRESSURED"})
    void aWindowIsUsedToItsLastByteAndNoFurther(boolean ofPeer, int missing, Offer second) {
        Node a = node("a", 1);
        Node b = node("b", 2, "a");
        long window = 2 * (500 + MessageHead.BYTES) - missing;
        streamer(ofPeer ? b : a).subscribe("t", byte[].class, window(window));
        Publisher<byte[]> out = publisher(a, 1);

        assertThat(out.offer(new byte[500])).isEqualTo(Offer.ACCEPTED);
        assertThat(out.offer(new byte[500])).isEqualTo(second);
    }

    @Test
    void messagesOfOnePublisherThatWaitGoOutOneAfterTheOtherAndThenItIsWritable() {
        Node a = node("a", 1);
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 1);
        assertThat(out.offer(new byte[900])).isEqualTo(Offer.ACCEPTED);
        List<AsyncPublish> waiting = List.of(publish(a, out, 901), publish(a, out, 902), publish(a, out, 903));
        AtomicInteger writable = new AtomicInteger();
        out.whenWritable(writable::incrementAndGet);

        for (int i = 0; i < 3; i++) {
            assertThat(waiting.get(i).isOver()).isFalse();
            assertThat(writable).hasValue(0);
            assertThat(in.next(Duration.ZERO).orElseThrow().payload()).hasSize(900 + i);
            world.await("the next message", waiting.get(i)::isOver, AT_ONCE);
        }

        assertThat(in.next(Duration.ZERO).orElseThrow().payload()).hasSize(903);
        world.await("the callback", () -> writable.get() == 1, AT_ONCE);
    }

    @Test
    void aMessageThatIsGivenUpLetsTheNextOfItsPublisherGoOut() {
        Node a = node("a", 1);
        streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 1);
        assertThat(out.offer(new byte[700])).isEqualTo(Offer.ACCEPTED);
        AsyncPublish large = publish(a, out, 900);
        AsyncPublish small = publish(a, out, 200);
        world.run(Duration.ofSeconds(1));
        assertThat(small.isOver()).isFalse();

        large.giveUp();

        world.await("the small message", small::isOver, AT_ONCE);
        assertThat(small.matched()).isEqualTo(1);
    }

    /** Takes all available messages from a subscription, at intervals. */
    private void consume(Node node, Subscription<byte[]> in, List<Long> taken) {
        in.next(Duration.ZERO).ifPresent(m -> taken.add(m.sequence()));
        ProtocolNode.of(node).environment().schedule(100_000, () -> consume(node, in, taken));
    }

    /** Publishes one message after the other. */
    private static void publishAll(Node node, Publisher<byte[]> out, int bytes, int left, AtomicInteger done) {
        if (left == 0) {
            done.incrementAndGet();
            return;
        }
        AsyncPublish next = publish(node, out, bytes);
        awaitThenGoOn(node, next, () -> publishAll(node, out, bytes, left - 1, done));
    }

    private static void awaitThenGoOn(Node node, AsyncPublish publish, Runnable then) {
        ProtocolNode.of(node).environment().schedule(50_000, () -> {
            if (publish.isOver()) {
                then.run();
            } else {
                awaitThenGoOn(node, publish, then);
            }
        });
    }

    @Test
    void twoNodesThatPublishAndSubscribeToTheSameTopicDoNotWaitForEachOther() {
        nodesThatPublishAndSubscribeToTheSameTopicDoNotWaitForEachOther(2, 1, 40_000, 65_536);
    }

    /** Each holds what the other waits for, unless all take windows in one order. */
    @ParameterizedTest
    @CsvSource({"2, 3, 400, 600", "3, 2, 400, 600", "4, 2, 40000, 65536", "2, 2, 5000, 1000", "3, 3, 400, 600"})
    void nodesThatPublishAndSubscribeToTheSameTopicDoNotWaitForEachOther(
            int count, int publishers, int bytes, long queueBytes) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String[] joins = nodes.stream().map(Node::name).toArray(String[]::new);
            nodes.add(node("n" + i, (i * 7) % 5 + 1, joins));
        }
        List<List<Long>> taken = new ArrayList<>();
        for (Node node : nodes) {
            List<Long> mine = new ArrayList<>();
            taken.add(mine);
            consume(node, streamer(node).subscribe("t", byte[].class, window(queueBytes)), mine);
        }
        AtomicInteger done = new AtomicInteger();
        for (Node node : nodes) {
            for (int i = 0; i < publishers; i++) {
                Publisher<byte[]> out = publisher(node, count);
                ProtocolNode.of(node).environment().execute(() -> publishAll(node, out, bytes, 50, done));
            }
        }

        world.await("all publishers", () -> done.get() == count * publishers, SOON);
        world.await("all messages", () -> taken.stream().allMatch(t -> t.size() == count * publishers * 50), SOON);
    }

    /** Local publishers wait in the same queue as peers, so that a busy peer does not keep them out. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aLocalPublisherGetsItsTurnBesideABusyPeer(int idOfA) {
        Node a = node("a", idOfA);
        Node b = node("b", 2, "a");
        List<Long> taken = new ArrayList<>();
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> local = publisher(a, 1);
        AtomicInteger peersDone = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            Publisher<byte[]> out = publisher(b, 1);
            ProtocolNode.of(b).environment().execute(() -> publishAll(b, out, 900, 1000, peersDone));
        }
        world.run(Duration.ofSeconds(1));
        consume(a, in, taken);
        AtomicInteger done = new AtomicInteger();
        publishAll(a, local, 900, 20, done);

        world.await("the local publisher", () -> done.get() == 1, SOON);
        assertThat(peersDone).hasValue(0);
        assertThat(taken.size()).isLessThan(200);
    }

    @Test
    void aTurnThatIsNotUsedIsGivenUpAfterAMoment() {
        Node a = node("a", 1);
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> idle = publisher(a, 1);
        Publisher<byte[]> busy = publisher(a, 1);
        assertThat(idle.offer(new byte[900])).isEqualTo(Offer.ACCEPTED);
        assertThat(idle.offer(new byte[900])).isEqualTo(Offer.BACKPRESSURED);
        AtomicInteger called = new AtomicInteger();
        idle.whenWritable(called::incrementAndGet);
        world.run(Duration.ofMillis(10));
        AsyncPublish waiting = publish(a, busy, 900);

        in.next(Duration.ZERO);
        world.await("the callback", () -> called.get() == 1, Duration.ofMillis(50));
        assertThat(waiting.isOver()).isFalse();

        world.await("the publisher behind", waiting::isOver, Duration.ofMillis(200));
        assertThat(waiting.matched()).isEqualTo(1);
        assertThat(idle.offer(new byte[900])).isEqualTo(Offer.BACKPRESSURED);
    }

    @Test
    void aTurnThatIsNotUsedHoldsNothingOfItsPublisherUp() {
        Node a = node("a", 1);
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 1);
        assertThat(out.offer(new byte[900])).isEqualTo(Offer.ACCEPTED);
        assertThat(out.offer(new byte[900])).isEqualTo(Offer.BACKPRESSURED);
        AtomicInteger called = new AtomicInteger();
        out.whenWritable(called::incrementAndGet);
        AsyncPublish behind = publish(a, out, 900);

        in.next(Duration.ZERO);
        world.await("the callback", () -> called.get() == 1, Duration.ofMillis(50));
        assertThat(behind.isOver()).isFalse();
        world.await("the message behind it", behind::isOver, Duration.ofMillis(200));

        assertThat(out.offer(new byte[900])).isEqualTo(Offer.BACKPRESSURED);
        out.whenWritable(called::incrementAndGet);
        in.next(Duration.ZERO);
        world.await("the callback", () -> called.get() == 2, Duration.ofMillis(50));
        world.run(Duration.ofMillis(200));
        assertThat(out.offer(new byte[900])).as("with nothing behind it").isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aTurnIsForOneOfferOfItsOwnPublisher() {
        Node a = node("a", 1);
        Subscription<byte[]> in = streamer(a).subscribe("t", byte[].class, window(1_000));
        Publisher<byte[]> out = publisher(a, 1);
        Publisher<byte[]> other = publisher(a, 1);
        assertThat(out.offer(new byte[900])).isEqualTo(Offer.ACCEPTED);
        assertThat(out.offer(new byte[900])).isEqualTo(Offer.BACKPRESSURED);
        List<Offer> offers = new ArrayList<>();
        out.whenWritable(() -> {
            offers.add(other.offer(new byte[900]));
            offers.add(out.offer(new byte[900]));
            offers.add(out.offer(new byte[900]));
        });

        in.next(Duration.ZERO);
        world.await("the callback", () -> offers.size() == 3, AT_ONCE);

        assertThat(offers).containsExactly(Offer.BACKPRESSURED, Offer.ACCEPTED, Offer.BACKPRESSURED);
    }

    @Test
    void aCallbackThatFailsIsReportedAndTheNextOneIsCalled() {
        Node a = node("a", 1);
        List<NodeEvent> failures = new ArrayList<>();
        a.watch(event -> {
            if (event instanceof NodeEvent.HandlerFailed) {
                failures.add(event);
            }
        });
        Publisher<byte[]> out = publisher(a, 0);
        AtomicInteger called = new AtomicInteger();

        out.whenWritable(() -> {
            throw new IllegalStateException("as the test wants it");
        });
        out.whenWritable(called::incrementAndGet);
        world.await("both", () -> called.get() == 1 && failures.size() == 1, AT_ONCE);
    }
}
