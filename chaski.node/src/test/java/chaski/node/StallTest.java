package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.node.NodeEvent.PeerDown;
import chaski.api.node.NodeEvent.PeerInDoubt;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.network.ConnectPolicy;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long publishers wait for a peer that has no link, in whichever way they publish, without another peer being
 * affected.
 */
class StallTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final int BYTES = 1_000;
    private static final int LARGE_BYTES = 60_000;
    private static final SessionConfig USUAL = SessionConfig.DEFAULT.sendLogBytes(128 << 10);

    private final Simulation world = new Simulation(13);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker b = new Talker(network, "b", 2, "", USUAL);
    private final Talker c = new Talker(network, "c", 3, "", USUAL);
    private final Talker d = new Talker(network, "d", 4, "", USUAL);
    private final Talker a = new Talker(network, "a", 1, "b", USUAL);
    private final Route route = a.route("t");
    private long sequence;

    /** The ways to publish, as the streamer uses a route for them. */
    enum Way {
        /** As a blocking publish: with a place in the queue. */
        PUBLISH {
            @Override
            void begin(StallTest test) {
                Route.Waiter[] place = new Route.Waiter[1];
                place[0] = test.route.enter(() -> test.world.after(Duration.ZERO, () -> test.retry(place[0])));
                test.offer(place[0]);
            }
        },
        /** As offer and publishAsync in a loop: again after each refusal. */
        OFFER {
            @Override
            void begin(StallTest test) {
                test.offerEach(STEP);
            }
        },
        /** An occasional message, each of which is refused. */
        OFFER_SELDOM {
            @Override
            void begin(StallTest test) {
                test.offerEach(Duration.ofMillis(1_500));
            }
        },
        /** One offer, then only a callback that is waited for. */
        WHEN_WRITABLE {
            @Override
            void begin(StallTest test) {
                test.offer(null);
                test.route.whenWritable(() -> {});
            }
        };

        abstract void begin(StallTest test);
    }

    @BeforeEach
    void meet() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        a.node.join(Endpoint.parse("mem://c:1"));
        a.node.join(Endpoint.parse("mem://d:1"));
        for (Talker each : List.of(b, c, d)) {
            each.listen("t", 1 << 20);
        }
        world.await("they meet", () -> route.matched() == 3, SOON);
        world.run(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @EnumSource
    void aKilledSubscriberStopsTheOthersForTwoSeconds(Way way) {
        world.process("b").kill();
        fill();
        long refusedNs = world.nowNs();
        way.begin(this);

        world.await("the session is lost", () -> !a.raised(SessionLost.class).isEmpty(), Duration.ofSeconds(5));

        assertThat(world.nowNs() - refusedNs)
                .isLessThan(Duration.ofMillis(3_100).toNanos());
        assertThat(a.raised(SessionLost.class).get(0).reason()).startsWith("DOUBT: ");
        assertThat(a.raised(PeerDown.class).get(0).reason()).startsWith("DOUBT: ");
        assertThat(a.raised(SessionLost.class).get(0).ranges().get(0).count()).isLessThanOrEqualTo(sequence);
        world.run(STEP);
        long reached = Math.max(sequence, 111);
        if (sequence < reached) { // no publisher is left to publish it
            assertThat(offer(null)).isTrue();
        }
        world.await("the others go on", () -> c.heard.contains(reached) && d.heard.contains(reached), SOON);
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriberThatIsSilentStopsTheOthersForMaxStall(Way way) {
        partition();
        world.await(
                "the link is given up",
                () -> a.node.peer(b.node.id()).orElseThrow().link().isEmpty(),
                SOON);
        fill();
        way.begin(this);

        world.run(Duration.ofSeconds(29));
        assertThat(a.raised(SessionLost.class)).isEmpty();
        world.run(Duration.ofSeconds(3));

        assertThat(a.raised(PeerInDoubt.class)).isEmpty();
        assertThat(a.raised(SessionLost.class)).hasSize(1);
        assertThat(a.raised(SessionLost.class).get(0).reason()).contains("maxStall");
    }

    @Test
    void whatAPublisherWaitedBeforeTheDoubtCounts() {
        network.connects((from, to, chance) -> new ConnectPolicy.Refuse());
        network.cut("a", "b");
        fill();
        Way.PUBLISH.begin(this);

        world.run(Duration.ofMillis(1_900));
        assertThat(a.raised(SessionLost.class)).isEmpty();
        world.run(A_MOMENT);

        assertThat(a.raised(SessionLost.class)).hasSize(1);
    }

    @Test
    void twoSubscribersThatAreKilledTogetherStopTheThirdForTwoSeconds() {
        world.process("b").kill();
        world.process("c").kill();
        fill();
        Way.PUBLISH.begin(this);
        world.run(Duration.ofMillis(2_400));

        assertThat(a.raised(SessionLost.class)).hasSize(2);
        world.await("the third goes on", () -> d.heard.contains(sequence), SOON);
    }

    @Test
    void twoSubscribersThatAreKilledTogetherStopOffersForTwoSeconds() {
        world.process("b").kill();
        world.process("c").kill();
        fill();
        Way.OFFER.begin(this);
        world.run(Duration.ofMillis(2_400));

        assertThat(a.raised(SessionLost.class)).hasSize(2);
    }

    /** For publishers that do not want to wait for such a peer at all. */
    @Test
    void aRouteKnowsWhetherAPeerInDoubtIsInItsWayAndWakesThoseThatWait() {
        world.process("b").kill();
        fill();
        long[] woken = new long[1];
        Route.Waiter place = route.enter(() -> woken[0]++);
        offer(place);
        assertThat(route.isHeldUpByDoubt()).isFalse();
        long before = woken[0];

        world.await("b is in doubt", () -> !a.raised(PeerInDoubt.class).isEmpty(), SOON);

        assertThat(woken[0]).isGreaterThan(before);
        offer(place);
        assertThat(route.isHeldUpByDoubt()).isTrue();
        world.await("the session is lost", () -> !a.raised(SessionLost.class).isEmpty(), SOON);
        assertThat(offer(place)).isTrue();
        assertThat(route.isHeldUpByDoubt()).isFalse();
        place.close();
    }

    @Test
    void nothingIsWaitedForWhenTheMessageIsGivenUp() {
        partition();
        world.await(
                "the link is given up",
                () -> a.node.peer(b.node.id()).orElseThrow().link().isEmpty(),
                SOON);
        fill();
        Route.Waiter place = route.enter(() -> {});
        offer(place);
        world.run(Duration.ofSeconds(25));
        place.close();
        world.run(Duration.ofSeconds(40));

        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void nothingIsWaitedForWhenTheCallbackIsCalledOff() {
        partition();
        world.await(
                "the link is given up",
                () -> a.node.peer(b.node.id()).orElseThrow().link().isEmpty(),
                SOON);
        fill();
        offer(null);
        var callback = route.whenWritable(() -> {});
        world.run(Duration.ofSeconds(25));
        callback.cancel();
        world.run(Duration.ofSeconds(40));

        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void aRefusalThatNobodyRepeatsIsNoWait() {
        world.process("b").kill();
        fill();
        offer(null);
        world.run(Duration.ofSeconds(100));

        assertThat(a.raised(PeerInDoubt.class)).hasSize(1);
        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void refusalsFarApartAreDifferentWaits() {
        world.process("b").kill();
        fill();
        offer(null);
        world.run(Duration.ofSeconds(40));
        offer(null);
        world.run(A_MOMENT);
        assertThat(a.raised(SessionLost.class)).isEmpty();

        world.run(Duration.ofSeconds(3));
        offer(null);
        world.run(A_MOMENT);

        assertThat(a.raised(SessionLost.class)).hasSize(1);
    }

    @Test
    void anotherOutageIsAnotherWait() {
        network.connects((from, to, chance) -> new ConnectPolicy.Refuse());
        network.cut("a", "b");
        fill();
        offer(null);
        world.run(Duration.ofSeconds(1));
        network.connects(ConnectPolicy.ACCEPT_ALL);
        world.await("the log is empty", () -> route.unconfirmed() == 0, SOON);
        world.process("b").kill();
        fill();
        world.run(Duration.ofSeconds(2));
        offer(null);
        world.run(A_MOMENT);

        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void aFullLogWithoutAPublisherEndsNothing() {
        world.process("b").kill();
        fill();
        world.run(Duration.ofSeconds(100));

        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void anExhaustedWindowCountsLikeAFullLog() {
        Route narrow = a.route("narrow");
        b.listen("narrow", 4_000);
        c.listen("narrow", 1 << 20);
        world.await("they are known", () -> narrow.matched() == 2, SOON);
        world.process("b").kill();
        List<Long> given = new ArrayList<>();
        repeat(STEP, () -> {
            if (Talker.say(narrow, given.size() + 1, BYTES) == Route.BLOCKED) {
                return false;
            }
            given.add(world.nowNs());
            return given.size() > 20;
        });
        world.run(Duration.ofSeconds(5));

        assertThat(a.raised(SessionLost.class)).hasSize(1);
        assertThat(given).hasSizeGreaterThan(20);
    }

    private void partition() {
        network.block("a", "b");
        network.block("b", "a");
    }

    /**
     * Publishes until the log of a peer that acknowledges nothing has no room for a large message, without a refusal.
     */
    private void fill() {
        for (int i = 0; i < 110; i++) {
            assertThat(Talker.say(route, ++sequence, BYTES)).isPositive();
            world.run(Duration.ofMillis(1));
        }
    }

    private boolean offer(Route.Waiter place) {
        int matched = route.offer(sequence + 1, ByteBuffer.allocate(0), ByteBuffer.allocate(LARGE_BYTES), null, place);
        if (matched != Route.BLOCKED) {
            sequence++;
        }
        return matched != Route.BLOCKED;
    }

    private void retry(Route.Waiter place) {
        if (offer(place)) {
            place.close();
        }
    }

    private void offerEach(Duration step) {
        repeat(step, () -> offer(null));
    }

    private void repeat(Duration step, BooleanSupplier until) {
        if (!until.getAsBoolean()) {
            world.after(step, () -> repeat(step, until));
        }
    }
}
