package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import chaski.api.node.SessionConfig;
import chaski.node.wire.Hello;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The state of a node in a directory is the current opinion of the directory's node: for peers by their sessions, for
 * others by the reports of its peers. Here {@code far} has a session only with {@code hub}, which reports on {@code
 * node}.
 */
class DirectoryStateTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration GOSSIP = Duration.ofMillis(200);

    private final Simulation world = new Simulation(21);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker hub = talker("hub", 1, "");
    private final Talker far = talker("far", 2, "hub");
    private Talker node = talker("node", 3, "hub");

    @BeforeEach
    void meet() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        world.await("far knows node", () -> state(far) == PeerState.ALIVE, SOON);
        world.run(Duration.ofSeconds(3));
    }

    @Test
    void aKilledNodeIsSuspectAfterFiveSecondsAndDownAfterTenEverywhere() {
        world.process("node").kill();

        world.run(Duration.ofMillis(5_000).plus(GOSSIP));
        assertThat(state(hub)).isEqualTo(PeerState.SUSPECT);
        assertThat(state(far)).isEqualTo(PeerState.SUSPECT);
        world.run(Duration.ofSeconds(5));
        assertThat(state(hub)).isEqualTo(PeerState.DOWN);
        assertThat(state(far)).isEqualTo(PeerState.DOWN);
    }

    @Test
    void aNodeThatRestartsAfterItWasCalledDownIsAliveEverywhere() {
        world.process("node").kill();
        world.run(Duration.ofSeconds(15));
        node = talker("node", 3, "hub");

        world.await("hub has a session", () -> isLinked(hub), SOON);
        world.run(GOSSIP);
        assertThat(entry(hub)).hasValueSatisfying(this::isThisRun);
        assertThat(entry(far)).hasValueSatisfying(this::isThisRun);
        world.run(Duration.ofSeconds(60));
        assertThat(entry(hub)).hasValueSatisfying(this::isThisRun);
        assertThat(entry(far)).hasValueSatisfying(this::isThisRun);
    }

    /** A peer's opinion on an earlier run does not apply to the later one, which it learns of by another way first. */
    @Test
    void aNodeThatComesBackByAnotherWayIsAliveEverywhere() {
        world.process("node").kill();
        network.block("node", "hub");
        network.block("hub", "node");
        world.run(Duration.ofSeconds(15));
        assertThat(state(hub)).isEqualTo(PeerState.DOWN);
        node = talker("node", 3, "far");

        world.await("far has a session", () -> isLinked(far), SOON);
        world.run(GOSSIP);
        assertThat(entry(hub)).hasValueSatisfying(this::isThisRun);
        network.heal();
        world.await("hub has a session", () -> isLinked(hub), SOON);
        for (int i = 0; i < 20; i++) {
            assertThat(entry(hub)).hasValueSatisfying(this::isThisRun);
            world.run(Duration.ofSeconds(1));
        }
    }

    @Test
    void aNodeThatRestartsAtOnceIsNeverCalledDown() {
        world.process("node").kill();
        node = talker("node", 3, "hub");
        world.await("hub has a session", () -> isLinked(hub), SOON);
        world.run(GOSSIP);

        for (int i = 0; i < 30; i++) {
            assertThat(entry(hub)).hasValueSatisfying(this::isThisRun);
            assertThat(entry(far)).hasValueSatisfying(this::isThisRun);
            world.run(Duration.ofSeconds(1));
        }
    }

    @Test
    void aNodeThatWasOnlySilentIsAliveAgainEverywhere() {
        world.process("node").pause();
        world.run(Duration.ofSeconds(12));
        assertThat(state(far)).isEqualTo(PeerState.DOWN);
        world.process("node").resume();

        world.await("the session resumes", () -> isLinked(hub), SOON);
        world.run(GOSSIP);
        assertThat(state(hub)).isEqualTo(PeerState.ALIVE);
        assertThat(state(far)).isEqualTo(PeerState.ALIVE);
    }

    /** A node whose only path to another node leads through a dead one does not show that node as alive. */
    @Test
    void whatIsKnownOnlyThroughANodeThatIsDownIsDownToo() {
        world.process("node").kill();
        world.process("hub").kill();

        world.run(Duration.ofMillis(5_000).plus(GOSSIP));
        assertThat(state(far)).isEqualTo(PeerState.SUSPECT);
        world.run(Duration.ofSeconds(5));
        assertThat(state(far)).isEqualTo(PeerState.DOWN);
    }

    @Test
    void whatWasKnownThroughAnEarlierRunOfANodeIsNotTakenForAlive() {
        world.process("node").kill();
        world.process("hub").kill();
        talker("hub", 1, "far");
        world.await("the later run is here", () -> far.node.peers().size() == 1, SOON);

        world.run(Duration.ofSeconds(10));
        assertThat(state(far)).isEqualTo(PeerState.DOWN);
    }

    @Test
    void whatWasKnownThroughANodeThatClosedIsNotTakenForAlive() {
        world.process("node").kill();
        hub.node.closeAsync();

        world.run(Duration.ofSeconds(11));
        assertThat(state(far)).isEqualTo(PeerState.DOWN);
        assertThat(entry(far, id(1))).as("has said that it left").isEmpty();
    }

    @Test
    void theEndOfASessionThatNobodyNeedsIsNoReasonForSuspicion() {
        far.node.removeSeed(Endpoint.parse("mem://hub:1"));
        Talker other = talker("other", 4, "far");
        world.await("far has another way", () -> far.node.peers().size() == 2, SOON);
        other.node.join(Endpoint.parse("mem://hub:1"));

        world.await("far leaves hub", () -> far.node.peers().size() == 1, Duration.ofMinutes(3));
        for (int i = 0; i < 200; i++) {
            assertThat(far.node.directory()).hasSize(3).allMatch(entry -> entry.state() == PeerState.ALIVE);
            world.run(Duration.ofMillis(50));
        }
    }

    @Test
    void whoHasASessionWithTheNodeRefutesTheOpinionOfOthers() {
        Talker other = talker("other", 4, "node");
        world.await("other knows far", () -> other.node.directory().size() == 3, SOON);
        network.block("node", "hub");
        network.block("hub", "node");

        for (int i = 0; i < 20; i++) {
            world.run(Duration.ofSeconds(1));
            assertThat(state(other)).isEqualTo(PeerState.ALIVE);
        }
        assertThat(state(hub)).as("its own opinion").isEqualTo(PeerState.DOWN);
    }

    @Test
    void theOpinionOfAPeerWhoseSessionIsGivenUpStays() {
        Talker brief = talker("brief", 5, "hub", SessionConfig.DEFAULT.resumeTimeout(Duration.ofSeconds(1)));
        NodeId id = brief.node.id();
        world.await("far knows it", () -> entry(far, id).isPresent(), SOON);
        world.process("brief").kill();
        world.await("the session ends", () -> hub.node.peer(id).isEmpty(), Duration.ofSeconds(5));
        world.run(GOSSIP);

        assertThat(entry(hub, id).map(DirectoryEntry::state)).contains(PeerState.SUSPECT);
        assertThat(entry(far, id).map(DirectoryEntry::state)).contains(PeerState.SUSPECT);
        world.run(Duration.ofSeconds(6));
        assertThat(entry(hub, id).map(DirectoryEntry::state)).contains(PeerState.DOWN);
        assertThat(entry(far, id).map(DirectoryEntry::state)).contains(PeerState.DOWN);
    }

    @Test
    void whoJoinsLaterLearnsWhoIsDown() {
        world.process("node").kill();
        world.run(Duration.ofSeconds(15));
        Talker late = talker("late", 6, "hub");
        world.await("late knows node", () -> entry(late, id(3)).isPresent(), SOON);
        world.run(GOSSIP);

        assertThat(state(late)).isEqualTo(PeerState.DOWN);
    }

    /** A node of an earlier version receives no opinions, and its session continues. */
    @Test
    void aPeerThatDoesNotTakeOpinionsIsNotSentAny() {
        int others = Hello.DATAGRAMS | Hello.AUXILIARIES | Hello.CUTS;
        Talker old = new Talker(
                network,
                "old",
                7,
                "hub",
                SessionConfig.DEFAULT,
                List.of(new OldPeerTransport(network.transport("old"), others)));
        world.await("old knows node", () -> entry(old, id(3)).isPresent(), SOON);
        world.process("node").kill();
        world.run(Duration.ofSeconds(15));

        assertThat(state(hub)).isEqualTo(PeerState.DOWN);
        assertThat(state(old)).isEqualTo(PeerState.ALIVE);
        assertThat(old.node.peer(hub.node.id()).orElseThrow().link()).isPresent();
        assertThat(old.counted("sessions.ended")).isZero();
    }

    private void isThisRun(DirectoryEntry entry) {
        assertThat(entry.incarnation()).isEqualTo(node.node.incarnation());
        assertThat(entry.state()).isEqualTo(PeerState.ALIVE);
    }

    private boolean isLinked(Talker of) {
        return of.node
                .peer(id(3))
                .filter(peer -> peer.incarnation() == node.node.incarnation())
                .filter(peer -> peer.link().isPresent())
                .isPresent();
    }

    private PeerState state(Talker of) {
        return entry(of).map(DirectoryEntry::state).orElse(null);
    }

    private Optional<DirectoryEntry> entry(Talker of) {
        return entry(of, id(3));
    }

    private static Optional<DirectoryEntry> entry(Talker of, NodeId id) {
        return of.node.directory().stream().filter(e -> e.id().equals(id)).findFirst();
    }

    private static NodeId id(long number) {
        return new NodeId(new UUID(0, number));
    }

    private Talker talker(String host, long id, String join) {
        return talker(host, id, join, SessionConfig.DEFAULT);
    }

    private Talker talker(String host, long id, String join, SessionConfig session) {
        return new Talker(network, host, id, join, session);
    }
}
