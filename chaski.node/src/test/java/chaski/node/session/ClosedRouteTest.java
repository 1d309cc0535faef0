package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.ClosedException;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.node.channel.ChannelCalls;
import chaski.node.context.Counters;
import chaski.node.log.LogReader;
import chaski.node.log.SegmentPool;
import chaski.node.routing.DirectRoute;
import chaski.node.routing.Router;
import chaski.node.send.SendChannel;
import chaski.node.wire.RecordHeader;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens at the same time, a route is opened, used and closed in this order: a peer that violates it loses
 * its session (PROTOCOL §7.2).
 */
class ClosedRouteTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CHANNEL = 3;
    private static final int BOTH = RecordHeader.FIRST | RecordHeader.LAST;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Simulation world = new Simulation(1);
    private final OwnerMarks owner = new OwnerMarks(2);
    private final SendChannel outbound =
            new SendChannel(owner, new SegmentPool(64 << 20, () -> {}, () -> {}), 4 << 20, world.environment("node"));
    private final Router router = new Router(new NodeId(new UUID(0, 1)), () -> "node", () -> 0);
    private final DirectRoute route;

    ClosedRouteTest() {
        router.register(outbound);
        outbound.limits(4 << 20, 4 << 20);
        route = new DirectRoute(
                router,
                CHANNEL,
                Topic.of("t"),
                ByteBuffer.allocate(5),
                outbound,
                new ChannelCalls(new Counters(), event -> {}, "t"),
                4 << 20);
    }

    private int offer(long sequence, int bytes) {
        return route.offer(sequence, NOTHING, ByteBuffer.allocate(bytes), null, null);
    }

    /** What was written of the route. */
    private List<Integer> written() {
        LogReader reader = outbound.links().openReader(0);
        ByteBuffer log = ByteBuffer.allocate((int) outbound.endPosition());
        while (reader.hasMore()) {
            log.put(reader.take(log.position()));
        }
        log.flip();
        List<Integer> flags = new ArrayList<>();
        while (log.hasRemaining()) {
            int length = RecordHeader.check(log, log.position());
            flags.add(RecordHeader.flags(log, log.position()));
            log.position(log.position() + RecordHeader.BYTES + length);
        }
        return flags;
    }

    @Test
    void aRouteIsOpenedUsedAndClosed() {
        route.introduce();
        offer(1, 1);
        route.close();

        assertThat(written()).containsExactly(RecordHeader.OPEN, BOTH, RecordHeader.CLOSE);
    }

    @Test
    void oneThatWasClosedBeforeItWasIntroducedIsNotOpened() {
        route.close();
        route.introduce();

        assertThat(outbound.endPosition()).isZero();
    }

    @Test
    void aMessageThatMeetsTheCloseIsRefused() throws Exception {
        route.introduce();
        CompletableFuture<Integer> offered = new CompletableFuture<>();
        Thread publisher = new Thread(() -> {
            try {
                offered.complete(offer(1, 1));
            } catch (RuntimeException e) {
                offered.completeExceptionally(e);
            }
        });
        outbound.lock.lock();
        try {
            publisher.start();
            await().atMost(LONG).until(() -> outbound.lock.hasQueuedThread(publisher));
            route.close();
        } finally {
            outbound.lock.unlock();
        }

        assertThatThrownBy(() -> offered.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(ClosedException.class);
        assertThat(written()).containsExactly(RecordHeader.OPEN, RecordHeader.CLOSE);
    }

    @Test
    void aMessageThatHasBegunIsFinishedBeforeTheClose() {
        route.introduce();
        owner.onWake(route::close); // between the first fragment and the second one

        offer(1, 2 * RecordHeader.MAX_BODY);

        assertThat(written())
                .containsExactly(RecordHeader.OPEN, RecordHeader.FIRST, 0, RecordHeader.LAST, RecordHeader.CLOSE);
    }
}
