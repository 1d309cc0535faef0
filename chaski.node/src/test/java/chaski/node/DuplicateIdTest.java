package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeEvent.DuplicateId;
import chaski.api.node.NodeEvent.Parked;
import chaski.api.node.NodeEvent.PeerDown;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.PeerState;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.SessionId;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes have one id: the one that has a link keeps it, and the other waits until it is free. */
class DuplicateIdTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The longest pause between two dials, and the handshake. */
    private static final Duration TAKEN_AGAIN = Duration.ofMillis(3_500);

    private static final NodeId ID = new NodeId(new UUID(0, 1));

    private final Simulation world = new Simulation(19);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker peer = talker("peer", 2, "");
    private final Talker holder = talker("holder", 1, "peer");

    @BeforeEach
    void meet() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        world.await("they meet", () -> isLinkedWith("holder"), SOON);
        world.run(Duration.ofSeconds(1));
    }

    @Test
    void theNewcomerIsRefusedAndLearnsWhoseTheIdIs() {
        long incarnation = holder.node.incarnation();
        Talker newcomer = talker("newcomer", 1, "peer");
        long itsOwn = newcomer.node.incarnation();
        world.run(Duration.ofSeconds(50));

        assertThat(newcomer.raised(DuplicateId.class)).singleElement().satisfies(duplicate -> assertThat(
                        duplicate.other())
                .contains("mem://peer:1", "node holder at mem://holder:", "node peer", ID.toString()));
        assertThat(peer.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("refused.idInUse");
            assertThat(refused.reason()).contains("holder", "newcomer");
        });
        assertThat(newcomer.node.peers()).isEmpty();
        assertThat(newcomer.node.incarnation()).isEqualTo(itsOwn);
        assertThat(newcomer.counted("dial.refused.ID_IN_USE")).isBetween(10L, 40L);
        assertThat(holder.node.incarnation()).isEqualTo(incarnation);
        assertNothingHappened();
    }

    @Test
    void itIsTakenSoonAfterTheHolderHasClosed() {
        Talker newcomer = talker("newcomer", 1, "peer");
        world.run(Duration.ofMinutes(2));
        holder.node.closeAsync();
        world.await("the holder has left", () -> !isLinkedWith("holder"), SOON);

        world.await("it is taken", () -> isLinkedWith("newcomer"), TAKEN_AGAIN);
        assertThat(newcomer.node.peer(peer.node.id())).isPresent();
    }

    @Test
    void itIsTakenSoonAfterTheHolderWasKilled() {
        talker("newcomer", 1, "peer");
        world.run(Duration.ofMinutes(2));
        world.process("holder").kill();

        world.await("it is taken", () -> isLinkedWith("newcomer"), TAKEN_AGAIN);
    }

    @Test
    void aNodeThatDialsTheNewcomerRefusesItAsWell() {
        Talker newcomer = talker("newcomer", 1, "");
        peer.node.join(Endpoint.parse("mem://newcomer:1"));
        world.run(Duration.ofSeconds(30));

        assertThat(newcomer.raised(DuplicateId.class))
                .singleElement()
                .satisfies(duplicate -> assertThat(duplicate.other()).contains("node holder at mem://holder:"));
        assertNothingHappened();
        world.process("holder").kill();
        world.await("it is taken", () -> isLinkedWith("newcomer"), TAKEN_AGAIN);
    }

    @Test
    void theNewcomerDoesNotReplaceTheHolderThatItDials() {
        Talker newcomer = talker("newcomer", 1, "holder");
        world.run(Duration.ofSeconds(50));

        assertThat(newcomer.raised(DuplicateId.class)).hasSize(1);
        assertThat(holder.raised(DuplicateId.class))
                .singleElement()
                .satisfies(duplicate -> assertThat(duplicate.other()).contains("mem://newcomer:", "node newcomer"));
        assertThat(newcomer.node.peers()).isEmpty();
        holder.node.peers().forEach(each -> assertThat(each.link()).isPresent());
        world.process("holder").kill();
        Talker other = talker("holder", 5, "");
        world.await(
                "the newcomer has a peer",
                () -> newcomer.node.peer(other.node.id()).isPresent(),
                TAKEN_AGAIN);
    }

    /** As after a power failure: nothing has closed the link. */
    @Test
    void aRunThatComesBackIsTakenAfterTwoSecondsWhenNobodyAnswersOnTheOldLink() {
        network.isolate("holder");
        Talker later = talker("later", 1, "peer");

        world.await("it is taken", () -> isLinkedWith("later"), Duration.ofMillis(3_500));
        assertThat(later.raised(DuplicateId.class)).isEmpty();
        assertThat(peer.raised(Parked.class)).singleElement().satisfies(parked -> assertThat(parked.reason())
                .contains("nobody answered", "2000 ms"));
    }

    @Test
    void aRunThatComesBackIsTakenAtOnceWhenTheOldLinkIsBroken() {
        world.process("holder").kill();
        talker("later", 1, "peer");

        world.await("it is taken", () -> isLinkedWith("later"), Duration.ofMillis(300));
        assertThat(peer.counted("links.verified")).isZero();
    }

    @Test
    void overAParkedSessionTheNewcomerWinsAndTheHolderGoesOn() {
        network.partition(List.of("holder"), List.of("peer"));
        network.cut("holder", "peer");
        world.await("the session is parked", () -> !isLinkedWith("holder"), SOON);
        Talker newcomer = talker("newcomer", 1, "peer");

        world.await("it is taken", () -> isLinkedWith("newcomer"), Duration.ofMillis(500));
        network.heal();
        world.run(Duration.ofSeconds(30));
        assertThat(isLinkedWith("newcomer")).isTrue();
        assertThat(holder.raised(DuplicateId.class))
                .singleElement()
                .satisfies(duplicate -> assertThat(duplicate.other()).contains("node newcomer at mem://newcomer:"));
        newcomer.node.closeAsync();
        world.await("the holder is taken again", () -> isLinkedWith("holder"), SOON);
    }

    @Test
    void aHolderThatPausesForASecondKeepsItsPlace() {
        world.process("holder").pause();
        talker("newcomer", 1, "peer");
        world.run(Duration.ofSeconds(1));
        world.process("holder").resume();
        world.run(Duration.ofSeconds(30));

        assertNothingHappened();
    }

    /**
     * Other nodes report a later run, which is real, and which the holder's peers ignore while they have a link to the
     * holder.
     */
    @Test
    void nodesWithALinkToTheHolderDoNotTakeItForAnEarlierRun() {
        talker("far", 3, "peer");
        world.run(Duration.ofSeconds(5));
        Talker newcomer = talker("newcomer", 1, "far");
        world.await("far takes it", () -> !newcomer.node.peers().isEmpty(), SOON);

        for (int i = 0; i < 90; i++) {
            world.run(Duration.ofSeconds(1));
            DirectoryEntry entry = peer.node.directory().stream()
                    .filter(each -> each.id().equals(ID))
                    .findFirst()
                    .orElseThrow();
            assertThat(entry.name()).isEqualTo("holder");
            assertThat(entry.state()).isEqualTo(PeerState.ALIVE);
        }
        assertThat(peer.counted("membership.refused.otherRun")).isPositive();
        assertNothingHappened();
        newcomer.node.closeAsync();
        world.run(SOON);
        assertThat(peer.node.directory()).anyMatch(each -> each.id().equals(ID));
        assertNothingHappened();
    }

    @Test
    void aNodeThatIsToldOfALaterRunKeepsItsSessionsAndIsTakenWhenItInsists() {
        long before = holder.node.incarnation();
        network.partition(List.of("holder"), List.of("peer"));
        world.process("holder").kill();
        world.process("holder").jumpWallTime(Duration.ofHours(-5));
        Talker friend = talker("friend", 4, "");
        Talker again = talker("holder", 1, "friend");
        world.await("it has a session", () -> !again.node.peers().isEmpty(), SOON);
        again.node.join(Endpoint.parse("mem://peer:1"));
        network.heal();

        world.await("it is taken", () -> again.node.peers().size() == 2, SOON);
        world.run(SOON);
        assertThat(again.node.peers()).hasSize(2);
        assertThat(again.node.incarnation()).isLessThan(before);
        assertThat(again.counted("dial.refused.STALE")).isPositive();
        assertThat(again.counted("ids.laterRunKnown")).isPositive();
        assertThat(friend.raised(PeerDown.class)).isEmpty();
    }

    /** Whatever id a stranger claims, it learns at most which node has the id. */
    @Test
    void aStrangerThatUsesAnIdEndsNoSessionsAndStopsNobody() {
        Talker hub = onDatagrams("hub", 12, "");
        Talker victim = onDatagrams("victim", 11, "hub");
        hub.listen("t", 1 << 20);
        Route route = victim.route("t");
        world.await("they pair", () -> route.matched() == 1, SOON);
        NodeId id = victim.node.id();
        long run = victim.node.incarnation();
        Endpoint atHub = Endpoint.parse("dgm://hub:1");
        Endpoint atVictim = Endpoint.parse("dgm://victim:1");

        for (int i = 0; i < 60; i++) {
            long claimed = i % 3 == 0 ? run : i % 3 == 1 ? run - 1 - i : Long.MAX_VALUE - i;
            Stranger toHub = new Stranger(network, atHub, id, claimed);
            toHub.open(new SessionId(7, i), 1_000);
            world.await("it is refused", () -> !toHub.refusals.isEmpty(), SOON);
            assertThat(toHub.refusals).containsAnyOf(RefusalCode.ID_IN_USE, RefusalCode.CROSSING);
            Stranger toVictim = new Stranger(network, atVictim, id, claimed + 1);
            toVictim.open(new SessionId(8, i), 1_000);
            Talker.say(route, i + 1, 10);
            world.run(Duration.ofMillis(200));
            assertThat(toVictim.isClosed() || !toVictim.refusals.isEmpty()).isTrue();
        }
        world.run(SOON);

        assertThat(hub.heard).hasSize(60);
        assertThat(route.unconfirmed()).isZero();
        assertThat(victim.node.incarnation()).isEqualTo(run);
        assertThat(victim.raised(Parked.class)).isEmpty();
        assertThat(victim.raised(PeerDown.class)).isEmpty();
        assertThat(hub.raised(Parked.class)).isEmpty();
        assertThat(hub.raised(PeerDown.class)).isEmpty();
        assertThat(victim.raised(DuplicateId.class)).hasSize(1);
        assertThat(hub.counted("links.verified")).isLessThanOrEqualTo(20);
    }

    private void assertNothingHappened() {
        assertThat(isLinkedWith("holder")).isTrue();
        for (Talker each : List.of(holder, peer)) {
            assertThat(each.raised(Parked.class)).isEmpty();
            assertThat(each.raised(SessionLost.class)).isEmpty();
            assertThat(each.raised(PeerDown.class))
                    .noneMatch(down -> down.name().equals("holder"));
        }
        assertThat(holder.node.peer(peer.node.id())).isPresent();
    }

    private boolean isLinkedWith(String host) {
        return peer.node
                .peer(ID)
                .flatMap(each -> each.link().filter(link -> link.host().equals(host)))
                .isPresent();
    }

    private Talker talker(String host, long id, String join) {
        return new Talker(network, host, id, join, SessionConfig.DEFAULT);
    }

    private Talker onDatagrams(String host, long id, String join) {
        return new Talker(
                network, host, id, join, SessionConfig.DEFAULT, List.of(network.datagramTransport(host, "dgm")));
    }
}
