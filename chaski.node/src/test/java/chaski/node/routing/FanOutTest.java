package chaski.node.routing;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.node.channel.ChannelCalls;
import chaski.node.context.Counters;
import chaski.node.log.SegmentPool;
import chaski.node.send.SendChannel;
import chaski.node.session.OwnerMarks;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.RecordHeader;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FanOutTest {

    private static final int CHANNEL = 3;
    private static final int LIMIT = 4 << 20;
    private static final Topic TOPIC = Topic.of("t");
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Simulation world = new Simulation(1);
    private final SegmentPool pool = new SegmentPool(64 << 20, () -> {}, () -> {});
    private final Router router = new Router(new NodeId(new UUID(0, 1)), () -> "node", () -> 0);
    private final OwnerMarks firstOwner = new OwnerMarks(2);
    private final OwnerMarks secondOwner = new OwnerMarks(3);
    private final SendChannel first = session(firstOwner);
    private final SendChannel second = session(secondOwner);
    private final PublisherRoute route = new PublisherRoute(
            router,
            CHANNEL,
            TOPIC,
            ByteBuffer.allocate(5),
            new RouteListener() {},
            new ChannelCalls(new Counters(), event -> {}, "t"),
            LIMIT);
    private final List<String> woken = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();

    private SendChannel session(OwnerMarks owner) {
        SendChannel session = new SendChannel(owner, pool, LIMIT, world.environment("node"));
        session.limits(LIMIT, LIMIT);
        router.register(session);
        return session;
    }

    /** A peer declares with that much credit. */
    private void declare(SendChannel session, long credit) {
        router.apply(
                session, List.of(new DeclarationChange.Added(1, 1, CHANNEL, new TopicPattern("t"), true, credit)), 1);
    }

    private int offer(long sequence, int bytes, Route.Waiter waiter) {
        return route.offer(
                sequence,
                NOTHING,
                ByteBuffer.allocate(bytes),
                (acknowledged, lost) -> settled.add(acknowledged + " and " + lost),
                waiter);
    }

    @Test
    void aMessageIsAppendedForEverySession() {
        declare(first, 1000);
        declare(second, 1000);
        long before = first.endPosition();

        assertThat(offer(1, 1000, null)).isEqualTo(2);

        assertThat(first.endPosition() - before).isEqualTo(RecordHeader.BYTES + 5 + RecordHeader.BYTES + 1000);
        assertThat(second.endPosition()).isEqualTo(first.endPosition());
        assertThat(route.sent()).isEqualTo(2);
    }

    @Test
    void aMessageThatOneSessionCannotTakeIsAppendedForNone() {
        declare(first, 1000);
        declare(second, 999);
        long firstBefore = first.endPosition();
        long secondBefore = second.endPosition();

        assertThat(offer(1, 1000, null)).isEqualTo(Route.BLOCKED);

        assertThat(first.endPosition()).isEqualTo(firstBefore);
        assertThat(second.endPosition()).isEqualTo(secondBefore);
        assertThat(route.sent()).isZero();
        assertThat(offer(1, 999, null)).isEqualTo(2);
    }

    @Test
    void aMessageThatWaitsKeepsWhatItHas() {
        declare(first, 1000);
        declare(second, 0);
        Route.Waiter ticket = route.enter(() -> woken.add("ticket"));
        assertThat(offer(1, 1000, ticket)).isEqualTo(Route.BLOCKED);
        second.credits().credit(1, 100_000, 0);
        assertThat(woken).isNotEmpty();

        assertThat(offer(1, 128, null)).isEqualTo(Route.BLOCKED);
        assertThat(offer(1, 1000, ticket)).isEqualTo(2);
    }

    @Test
    void aMessageThatGivesUpReleasesWhatItHad() {
        declare(first, 1000);
        declare(second, 500);
        Route.Waiter ticket = route.enter(() -> {});
        assertThat(offer(1, 1000, ticket)).isEqualTo(Route.BLOCKED);

        ticket.close();

        assertThat(offer(1, 500, null)).isEqualTo(2);
    }

    @Test
    void everyFragmentWakesEverySession() {
        declare(first, LIMIT);
        declare(second, LIMIT);
        firstOwner.wakes = 0;
        secondOwner.wakes = 0;

        assertThat(offer(1, 2 * RecordHeader.MAX_BODY, null)).isEqualTo(2);

        assertThat(firstOwner.wakes).isEqualTo(3);
        assertThat(secondOwner.wakes).isEqualTo(3);
    }

    @Test
    void aReceiptIsSettledByTheLastSession() {
        declare(first, 1000);
        declare(second, 1000);
        offer(1, 1000, null);

        first.acknowledged(first.endPosition(), first.endPosition());
        assertThat(settled).isEmpty();
        router.end(second, -1);

        assertThat(settled).containsExactly("1 and 1");
    }

    @Test
    void aMessageForNobodyIsSettledAtOnce() {
        assertThat(offer(1, 1000, null)).isZero();

        assertThat(settled).containsExactly("0 and 0");
    }

    @Test
    void reservedCreditIsNotTakenByOthers() {
        declare(first, 1000);
        declare(second, 1000);
        Route.Waiter ticket = route.enter(() -> {});

        assertThat(route.reserve(1000, List.of(), ticket)).isTrue();

        assertThat(offer(1, 128, null)).isEqualTo(Route.BLOCKED);
        assertThat(offer(1, 1000, ticket)).isEqualTo(2);
    }
}
