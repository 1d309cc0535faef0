package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.protocol.Route;
import chaski.testkit.hostile.HostileErrorCode;
import chaski.testkit.hostile.HostileFrameType;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostileListener;
import chaski.testkit.hostile.HostileMembership;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileStreamerRecords;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Sessions that a peer opens and abandons do not take the places of new peers. */
class AbandonedSessionsTest {

    private static final int PEERS = 1_000;
    private static final Endpoint VICTIM = Endpoint.parse("mem://victim:1");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(41);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker victim = talker("victim", 1, "");
    private final Talker friend = talker("friend", 2, "victim");
    private final HealthyPair healthy;

    AbandonedSessionsTest() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        healthy = new HealthyPair(world, friend, victim, "t");
    }

    @Test
    void sessionsThatWereLeftAtOnceGiveWay() {
        fill(peer -> peer.awaitSent().hangUp());

        assertNewcomersAreTakenWithin(Duration.ofSeconds(1), 5);
        assertThat(victim.raised(Refused.class))
                .filteredOn(refused -> refused.counter().equals("sessions.gaveWay"))
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).contains("limits.peers"));
    }

    @Test
    void sessionsThatOnlyExchangedDirectoriesGiveWay() {
        fill(peer -> peer.append(HostileMembership.digest(), HostileMembership.needs(2))
                .awaitSent()
                .hangUp());

        assertNewcomersAreTakenWithin(Duration.ofSeconds(1), 5);
    }

    @Test
    void sessionsThatWereNeverConfirmedGiveWay() {
        for (int i = 0; i < PEERS - 1; i++) {
            HostilePeer peer = dial(i);
            peer.hello();
            peer.send(HostileFrames.attachNew(new UUID(7, i), 1)).await(HostileFrameType.ATTACHED);
            peer.hangUp();
        }
        world.run(Duration.ofSeconds(1));

        assertNewcomersAreTakenWithin(Duration.ofSeconds(1), 5);
    }

    /** Each answers PING and sends nothing else. */
    @Test
    void sessionsThatAreHeldInSilenceGiveWayAfterAMoment() {
        fill(peer -> {});

        assertNewcomersAreTakenWithin(Duration.ofSeconds(5), 5);
    }

    @Test
    void sessionsWithASubscriptionThatNothingWasSentToGiveWayAfterAMoment() {
        fill(peer -> peer.send(
                        HostileFrames.declareAdded(1, 1, Talker.CHANNEL, "nobody", true, 1000),
                        HostileFrames.declared(1))
                .awaitSent()
                .hangUp());

        assertNewcomersAreTakenWithin(Duration.ofSeconds(5), 5);
    }

    /** Each has sent a message, so it may be a publisher whose link is lost; but all come from a few addresses. */
    @Test
    void sessionsThatCarriedAMessageAreBoundedByAddress() {
        Talker strict = talker("strict", 4, "", 64);
        Talker other = talker("other", 5, "strict", 64);
        HealthyPair beside = new HealthyPair(world, other, strict, "s");
        for (int i = 0; i < PEERS - 1; i++) {
            HostilePeer peer = HostilePeer.dial(
                    network.transport("crowd" + i % 10),
                    Endpoint.parse("mem://strict:1"),
                    HostileIdentity.of(new NodeId(new UUID(5, i)), 1),
                    world::await);
            peer.handshake().append(HostileStreamerRecords.open(1, "x", "text")).awaitSent();
            world.run(Duration.ofMillis(10));
            peer.hangUp();
        }
        world.run(Duration.ofMillis(100));
        Talker newcomer = talker("newcomer", 6, "strict", 64);

        world.await("it is taken", () -> !newcomer.node.peers().isEmpty(), Duration.ofSeconds(1));
        assertThat(strict.counted("sessions.gaveWay")).isEqualTo(1);
        beside.assertExact();
        healthy.assertExact();
    }

    /** It has lost its link, but no other session may be evicted either. */
    @Test
    void aSessionThatCarriedMessagesKeepsItsPlace() {
        Talker quiet = talker("quiet", 3, "victim");
        quiet.listen("q", 1 << 16);
        Route route = victim.route("q");
        world.await("it subscribes", () -> route.matched() == 1, SOON);
        Talker.say(route, 1, 10);
        world.run(Duration.ofSeconds(1));
        network.partition(List.of("quiet"), List.of("victim"));
        network.cut("quiet", "victim");
        Talker.say(route, 2, 10);
        fillWithUsed(PEERS - 2);
        world.run(Duration.ofSeconds(10));
        assertRefused(20);
        network.heal();

        world.await("it comes back", () -> quiet.heard.size() == 2, SOON);
        assertThat(quiet.counted("sessions.resumed")).isEqualTo(1);
        healthy.assertExact();
    }

    @Test
    void aPeerThatTheUserHasJoinedKeepsItsPlace() {
        HostileListener joined = HostileListener.listen(
                network.transport("joined"),
                Endpoint.parse("mem://joined:1"),
                HostileIdentity.of(new NodeId(new UUID(5, 5_000)), 1),
                world::await);
        victim.node.join(joined.endpoint());
        world.await("it is joined", () -> victim.node.peers().size() == 2, SOON);
        joined.close();
        fillWithUsed(PEERS - 2);
        world.run(Duration.ofSeconds(10));

        assertRefused(1);
        assertThat(victim.counted("sessions.parked")).isEqualTo(1);
        healthy.assertExact();
    }

    /** No session is evicted, and the new peer is refused immediately. */
    @Test
    void aNewcomerToANodeFullOfUsedSessionsGetsTheReason() {
        fillWithUsed(PEERS - 1);
        HostilePeer newcomer = dial(PEERS);
        newcomer.hello();
        Duration before = world.now();
        newcomer.send(HostileFrames.attachNew(new UUID(9, 9), 1));

        assertThat(newcomer.awaitRefusal()).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(HostileErrorCode.LIMIT);
            assertThat(refusal.value()).isEqualTo(PEERS);
            assertThat(refusal.text()).contains("limits.peers");
        });
        assertThat(world.now().minus(before)).isLessThan(Duration.ofSeconds(1));
        healthy.assertExact();
    }

    private void fill(Consumer<HostilePeer> then) {
        for (int i = 0; i < PEERS - 1; i++) {
            then.accept(dial(i).handshake());
        }
        world.run(Duration.ofMillis(100));
    }

    private void fillWithUsed(int count) {
        for (int i = 0; i < count; i++) {
            dial(i).handshake()
                    .append(HostileStreamerRecords.open(1, "x", "text"))
                    .awaitSent();
        }
        world.run(Duration.ofMillis(100));
    }

    private void assertRefused(int count) {
        for (int i = 0; i < count; i++) {
            HostilePeer newcomer = dial(PEERS + i);
            newcomer.hello();
            newcomer.send(HostileFrames.attachNew(new UUID(9, i), 1));
            assertThat(newcomer.awaitRefusal().code()).isEqualTo(HostileErrorCode.LIMIT);
        }
    }

    private void assertNewcomersAreTakenWithin(Duration most, int count) {
        List<Talker> newcomers = new ArrayList<>();
        Duration begin = world.now();
        for (int i = 0; i < count; i++) {
            newcomers.add(talker("new" + i, 2_000 + i, "victim"));
        }
        newcomers.forEach(newcomer -> world.await(
                "a newcomer is taken",
                () -> newcomer.node.peer(victim.node.id()).isPresent(),
                SOON.multipliedBy(10)));
        assertThat(world.now().minus(begin)).isLessThanOrEqualTo(most);
        world.run(Duration.ofSeconds(2));
        assertThat(newcomers)
                .allMatch(newcomer -> newcomer.node.peer(victim.node.id()).isPresent());
        healthy.assertExact();
    }

    private HostilePeer dial(int number) {
        NodeId id = new NodeId(new UUID(5, number));
        return HostilePeer.dial(
                network.transport("evil" + number % 30), VICTIM, HostileIdentity.of(id, 1), world::await);
    }

    private Talker talker(String host, long id, String join) {
        return talker(host, id, join, 100_000);
    }

    private Talker talker(String host, long id, String join, int connectionsPerAddress) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.id(new NodeId(new UUID(0, id)))
                    .limits(Talker.limits(PEERS, connectionsPerAddress))
                    .listen("mem://" + host + ":1");
            if (!join.isEmpty()) {
                builder.join("mem://" + join + ":1");
            }
        });
    }
}
