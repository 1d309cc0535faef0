package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.LiveNetwork;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After the close of a channel has returned, no code of its owner runs or will run, on the real threads of nodes. */
class ChannelEndTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CHANNEL = 203;

    private final LiveNetwork network = new LiveNetwork(1);
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        nodes.forEach(Node::closeAsync);
        network.close();
    }

    private Node start(String host) {
        Node.Builder builder = Chaski.node().name(host).listen("mem://" + host + ":1");
        if (!nodes.isEmpty()) {
            builder.join("mem://" + nodes.get(0).name() + ":1");
        }
        Node node = new DefaultNodeFactory()
                .start(builder.config(), new NodeFactory.Parts(List.of(network.transport(host)), List.of(), List.of()));
        nodes.add(node);
        return node;
    }

    private DefaultChannel open(Node node) {
        return open(node, session -> new Ears());
    }

    private static DefaultChannel open(Node node, ChannelHandler handler) {
        return (DefaultChannel) ProtocolNode.of(node).open(CHANNEL, "ending", handler);
    }

    /** The owner's code: it begins, and continues when the test allows it. */
    private void work() {
        inside.incrementAndGet();
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inside.decrementAndGet();
        }
    }

    private class Ears implements Inbound {

        @Override
        public void onRoute(long route, ByteBuffer preamble) {}

        @Override
        public void onMessageBegun(long route, long sequence) {}

        @Override
        public void onMessage(long route, long sequence, ByteBuffer message) {
            work();
        }

        @Override
        public void onRouteClosed(long route) {}

        @Override
        public void onApplied(long version) {}

        @Override
        public void onIdle() {}

        @Override
        public void onClosed() {}
    }

    /**
     * Closes on another thread while the owner's code runs; returns how many of its calls were running when the close
     * had returned.
     */
    private int closeMeanwhile(DefaultChannel channel, Duration patience) throws Exception {
        assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Integer> running = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            channel.close(patience.toNanos());
            running.complete(inside.get());
        });
        closer.start();
        await().atMost(LONG).until(() -> closer.getState() == Thread.State.TIMED_WAITING || running.isDone());
        goOn.countDown();
        return running.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void itWaitsForATaskOfTheControlLoop() throws Exception {
        DefaultChannel channel = open(start("a"));
        channel.environment().execute(this::work);

        assertThat(closeMeanwhile(channel, LONG)).isZero();
    }

    @Test
    void itWaitsForAThread() throws Exception {
        DefaultChannel channel = open(start("a"));
        channel.environment().start("worker", this::work);

        assertThat(closeMeanwhile(channel, LONG)).isZero();
    }

    @Test
    void itWaitsForTheHandlerOfAMessage() throws Exception {
        DefaultChannel channel = open(start("a"));
        CompletableFuture<PeerRoute> way = new CompletableFuture<>();
        Node b = start("b");
        CompletableFuture<Channel> other = new CompletableFuture<>();
        other.complete(open(b, session -> {
            other.thenAccept(c -> way.complete(c.route(session, ByteBuffer.allocate(0))));
            return new Ears();
        }));
        way.get(LONG.toSeconds(), TimeUnit.SECONDS)
                .offer(1, ByteBuffer.allocate(1), ByteBuffer.allocate(1), null, null);

        assertThat(closeMeanwhile(channel, LONG)).isZero();
    }

    @Test
    void aThreadThatDoesNotReturnIsInterrupted() throws Exception {
        Node node = start("a");
        DefaultChannel channel = open(node);
        channel.environment().start("worker", this::work);
        assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        channel.close(1); // no run ends within a nanosecond

        await().atMost(LONG).until(() -> inside.get() == 0);
        assertThat(goOn.getCount()).isOne();
    }

    /** Code that does not end is abandoned, and the close reports that. */
    @Test
    void aTaskThatNeverReturnsHoldsUpNobody() throws Exception {
        Node node = start("a");
        DefaultChannel channel = open(node);
        channel.environment().execute(this::work);
        assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        channel.close();

        assertThat(inside).hasValue(1);
        assertThat(node.counters()).containsEntry("channels.late", 1L);
    }

    @Test
    void nothingThatWasGivenBeforeBeginsAfterwards() throws Exception {
        Node node = start("a");
        DefaultChannel channel = open(node);
        Environment environment = channel.environment();
        CountDownLatch held = new CountDownLatch(1);
        ProtocolNode.of(node).environment().execute(() -> hold(held));
        environment.execute(this::work);
        environment.schedule(0, this::work);
        environment.schedule(1_000_000, this::work);

        channel.close();
        environment.execute(this::work);
        environment.schedule(0, this::work);
        held.countDown();
        CountDownLatch later = new CountDownLatch(1);
        ProtocolNode.of(node).environment().schedule(50_000_000, later::countDown);
        assertThat(later.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(begun.getCount()).isOne();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Callers may wait for the result of a thread. */
    @Test
    void aThreadThatIsStartedAfterwardsRuns() throws Exception {
        DefaultChannel channel = open(start("a"));
        channel.close();
        CountDownLatch ran = new CountDownLatch(1);

        channel.environment().start("late", ran::countDown);

        assertThat(ran.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSessionThatBeginsLaterDoesNotOpenIt() throws Exception {
        Node a = start("a");
        List<PeerSession> opened = new ArrayList<>();
        DefaultChannel channel = open(a, session -> {
            opened.add(session);
            return new Ears();
        });
        channel.close();
        start("b");
        await().atMost(LONG).until(() -> !a.peers().isEmpty());

        assertThat(opened).isEmpty();
        open(a).close(); // its number is free
    }

    @Test
    void itsOwnCodeMayCloseItAndDoesNotWaitForItself() throws Exception {
        DefaultChannel channel = open(start("a"));
        CompletableFuture<Boolean> returned = new CompletableFuture<>();

        channel.environment().execute(() -> {
            channel.close(LONG.toNanos());
            returned.complete(true);
        });

        assertThat(returned.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isTrue();
    }
}
