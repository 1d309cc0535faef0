package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.PeerDoubtEnded;
import chaski.api.node.NodeEvent.PeerInDoubt;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.Peer;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.api.transport.Transport;
import chaski.testkit.network.ConnectPolicy;
import chaski.testkit.network.Direction;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a peer is in doubt, when it is not, and what ends that state. */
class DoubtTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SHORTLY_BEFORE = Duration.ofMillis(1_900);
    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final SessionConfig USUAL = SessionConfig.DEFAULT.sendLogBytes(128 << 10);

    private final Simulation world = new Simulation(12);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Transport ofB = network.transport("b");
    private final Transport ofA = network.transport("a");
    private final Talker b = new Talker(network, "b", 2, "", USUAL, List.of(ofB));
    private final Talker a = new Talker(network, "a", 1, "b", USUAL, List.of(ofA));
    private final Route route = a.route("t");

    @BeforeEach
    void meet() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        b.listen("t", 1 << 20);
        world.await("they meet", () -> route.matched() == 1, SOON);
        world.run(Duration.ofSeconds(3));
    }

    @Test
    void aKilledPeerIsInDoubtAfterTwoSeconds() {
        world.process("b").kill();

        world.run(SHORTLY_BEFORE);
        assertThat(a.raised(PeerInDoubt.class)).isEmpty();
        world.run(A_MOMENT);

        assertThat(a.raised(PeerInDoubt.class)).hasSize(1);
        assertThat(peer(a, b).inDoubt()).isTrue();
        assertThat(a.doubts).containsExactly("b true");
        assertThat(a.counted("peers.inDoubt")).isEqualTo(1);
    }

    @Test
    void doubtAloneEndsNoSession() {
        world.process("b").kill();
        say(1, 10);
        world.run(Duration.ofSeconds(110));

        assertThat(peer(a, b).inDoubt()).isTrue();
        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void doubtEndsWhenTheSessionResumesAndNothingIsLost() {
        refuseAll();
        network.cut("a", "b");
        say(1, 10);
        world.run(MINUTE);
        assertThat(peer(a, b).inDoubt()).isTrue();

        network.connects(ConnectPolicy.ACCEPT_ALL);

        assertExact(10);
        assertThat(peer(a, b).inDoubt()).isFalse();
        assertThat(a.raised(PeerDoubtEnded.class)).hasSize(1);
        assertThat(a.doubts).containsExactly("b true", "b false");
    }

    @Test
    void aPeerThatCanBeDialledAgainIsNotInDoubt() {
        network.cut("a", "b");
        world.run(MINUTE);

        assertThat(a.raised(PeerInDoubt.class)).isEmpty();
        assertThat(b.raised(PeerInDoubt.class)).isEmpty();
    }

    /** The system of a dying process may complete one more connect. */
    @Test
    void aDialThatConnectsStartsTheTwoSecondsAgain() {
        refuseAll();
        network.cut("a", "b");
        world.run(Duration.ofMillis(1_500));
        network.connects((from, to, chance) -> new ConnectPolicy.AcceptThenDie(Direction.BACKWARD, 0));
        world.await("a dial connects", () -> network.links("a", "b").size() > 0, SOON);
        refuseAll();

        world.run(SHORTLY_BEFORE);
        assertThat(a.raised(PeerInDoubt.class)).isEmpty();
        world.run(Duration.ofSeconds(2));

        assertThat(a.raised(PeerInDoubt.class)).hasSize(1);
    }

    @Test
    void dialsThatAreNotAnsweredAreNoRefusals() {
        network.connects((from, to, chance) -> new ConnectPolicy.Hang());
        network.cut("a", "b");
        world.run(MINUTE);

        assertThat(a.raised(PeerInDoubt.class)).isEmpty();
    }

    @Test
    void whileOneEndpointDoesNotAnswerTheRefusalsOfAnotherProveNothing() {
        TwoWays scene = new TwoWays(3);
        scene.mem.mood(FickleTransport.Mood.REFUSES);
        scene.alt.mood(FickleTransport.Mood.HANGS);
        onlyDialledBy(scene.network, "a");
        scene.network.cut("a", "b");
        scene.world.run(MINUTE);

        assertThat(scene.a.raised(PeerInDoubt.class)).isEmpty();
    }

    @Test
    void refusalsOfAllEndpointsOfAllTransportsAreDoubt() {
        TwoWays scene = new TwoWays(3);
        scene.world.process("b").kill();
        scene.world.run(Duration.ofMillis(3_000));

        assertThat(scene.a.raised(PeerInDoubt.class)).hasSize(1);
    }

    @Test
    void aNetworkThatDropsEverythingIsNoDoubt() {
        partition();
        say(1, 10);
        world.run(MINUTE);
        network.heal();

        assertExact(10);
        assertNoDoubt();
    }

    @Test
    void refusalsAfterASilenceAreNoDoubt() {
        partition();
        world.run(Duration.ofSeconds(15));
        refuseAll();
        network.heal();
        world.run(MINUTE);
        network.connects(ConnectPolicy.ACCEPT_ALL);
        say(1, 10);

        assertExact(10);
        assertThat(a.raised(PeerInDoubt.class)).isEmpty();
    }

    @Test
    void aPeerThatIsPausedIsNotInDoubt() {
        world.process("b").pause();
        say(1, 10);
        world.run(MINUTE);
        world.process("b").resume();

        assertExact(10);
        assertNoDoubt();
    }

    @Test
    void aTransportThatLeavesThePeerIsNoDoubt() {
        Transport gone = leaveAndClose();
        say(1, 10);
        world.run(MINUTE);
        assertThat(peer(a, b).link()).isEmpty();
        assertNoDoubt();
        b.node.addTransport(network.transport("b", gone.scheme()));

        assertExact(10);
        assertThat(a.counted("links.transportLeftAtPeer")).isEqualTo(1);
        assertThat(b.counted("errors.reportedByPeers") + a.counted("errors.reportedByPeers"))
                .isZero();
    }

    @Test
    void aTransportThatLeavesWhileTheLinkIsBusyIsNoDoubt() {
        Route back = b.route("u");
        a.listen("u", 1 << 20);
        world.await("it is known", () -> back.matched() == 1, SOON);
        network.profile(LinkProfile.DEFAULT.bytesPerSecond(2_000_000));
        for (int i = 1; i <= 100; i++) {
            Talker.say(back, i, 1_000);
            Talker.say(route, i, 1_000);
        }
        Transport gone = leaveAndClose();
        world.run(MINUTE);
        assertNoDoubt();
        b.node.addTransport(network.transport("b", gone.scheme()));

        assertExact(100);
        world.await("all arrives", () -> a.heard.size() == 100, SOON);
    }

    private Transport leaveAndClose() {
        CompletableFuture<Void> left =
                ((DefaultNode) b.node).leaveTransport(ofB).toCompletableFuture();
        world.await("it is left", left::isDone, Duration.ofSeconds(2));
        ofB.close();
        return ofB;
    }

    @Test
    void aTransportThatLeavesThisNodeIsNoDoubt() {
        CompletableFuture<Void> left =
                ((DefaultNode) a.node).leaveTransport(ofA).toCompletableFuture();
        world.await("it is left", left::isDone, Duration.ofSeconds(2));
        ofA.close();
        say(1, 10);
        world.run(MINUTE);
        assertNoDoubt();
        a.node.addTransport(network.transport("a"));

        assertExact(10);
    }

    @Test
    void aPeerThatHasNothingToDialIsInDoubtAfterTwoSeconds() {
        Talker c = new Talker(network, "c", 3, "b", USUAL, List.of(network.transport("c")), List.of());
        world.await("they meet", () -> b.node.peer(c.node.id()).isPresent(), SOON);
        world.run(Duration.ofSeconds(3));

        world.process("c").kill();
        world.run(SHORTLY_BEFORE);
        assertThat(b.raised(PeerInDoubt.class)).isEmpty();
        world.run(A_MOMENT);

        assertThat(b.raised(PeerInDoubt.class)).hasSize(1);
    }

    @Test
    void anotherNodeAtItsAddressIsDoubtAtOnce() {
        world.process("b").kill();
        Talker later = new Talker(network, "b", 9, "", USUAL);
        world.run(Duration.ofMillis(200));

        assertThat(a.raised(PeerInDoubt.class)).hasSize(1);
        assertThat(a.raised(PeerInDoubt.class).get(0).reason())
                .contains(later.node.id().shortForm());
    }

    private void refuseAll() {
        network.connects((from, to, chance) -> new ConnectPolicy.Refuse());
    }

    private static void onlyDialledBy(SimulatedNetwork network, String host) {
        network.connects(
                (from, to, chance) -> from.equals(host) ? new ConnectPolicy.Accept() : new ConnectPolicy.Refuse());
    }

    private void partition() {
        network.block("a", "b");
        network.block("b", "a");
    }

    private static Peer peer(Talker of, Talker other) {
        return of.node.peer(other.node.id()).orElseThrow();
    }

    private void say(int first, int last) {
        for (int i = first; i <= last; i++) {
            assertThat(Talker.say(route, i, 100)).isEqualTo(1);
        }
    }

    private void assertExact(int last) {
        world.await("all arrives", () -> b.heard.size() == last && route.unconfirmed() == 0, SOON);
        assertThat(b.heard)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    private void assertNoDoubt() {
        assertThat(a.raised(PeerInDoubt.class)).isEmpty();
        assertThat(b.raised(PeerInDoubt.class)).isEmpty();
    }
}
