package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent.PeerDoubtEnded;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that is killed and restarted on its endpoint as another node, as with random ids. */
class RestartTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The largest pause between two dials, and the handshake. */
    private static final Duration PAIRED = Duration.ofMillis(1_050);

    private static final SessionConfig USUAL = SessionConfig.DEFAULT.sendLogBytes(128 << 10);

    private final Simulation world = new Simulation(14);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker b = new Talker(network, "b", 2, "", USUAL);
    private final Talker a = new Talker(network, "a", 1, "b", USUAL);
    private final Route route = a.route("t");

    @BeforeEach
    void meet() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        b.listen("t", 1 << 20);
        world.await("they meet", () -> route.matched() == 1, SOON);
        world.run(Duration.ofSeconds(3));
    }

    @Test
    void theNodeThatAnswersAtAJoinedEndpointIsPairedWithWithinASecond() {
        world.process("b").kill();
        world.run(Duration.ofSeconds(30));
        Talker later = restart(9, "");

        world.await("they are linked", () -> isLinked(later), PAIRED);
        world.await("both match", () -> route.matched() == 2, Duration.ofSeconds(1));
        Talker.say(route, 1, 100);
        world.await("the first message arrives", () -> later.heard.contains(1L), Duration.ofSeconds(1));
        assertThat(peerInDoubt(b)).isTrue();
    }

    @Test
    void itIsPairedWithWhicheverSideDialsFirst() {
        world.process("b").kill();
        Talker later = restart(9, "a");

        world.await("they are linked", () -> isLinked(later), PAIRED);
        world.await("the old one is in doubt", () -> peerInDoubt(b), Duration.ofSeconds(1));
        world.run(Duration.ofSeconds(5));

        assertThat(a.node.peers()).hasSize(2);
        assertThat(a.counted("attach.failed")).isZero();
        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void whatTheOldSessionDidNotConfirmIsLostByItsOwnRuleAndTheNewOneStartsAtOnce() {
        network.block("b", "a");
        for (int i = 1; i <= 10; i++) {
            Talker.say(route, i, 100);
        }
        world.await("they arrive", () -> b.heard.size() == 10, SOON);
        world.process("b").kill();
        network.heal();
        Talker later = restart(9, "");
        world.await("they are linked", () -> isLinked(later), SOON);
        world.await("both match", () -> route.matched() == 2, SOON);
        Talker.say(route, 11, 100);
        world.await("it arrives", () -> later.heard.contains(11L), SOON);
        assertThat(a.raised(SessionLost.class)).isEmpty();
        world.run(Duration.ofSeconds(1));
        long unconfirmed = route.unconfirmed();
        assertThat(unconfirmed).isPositive();

        world.run(Duration.ofSeconds(121));

        assertThat(a.raised(SessionLost.class)).hasSize(1);
        assertThat(a.raised(SessionLost.class).get(0).ranges().get(0).count()).isEqualTo(unconfirmed);
        assertThat(later.heard).containsExactly(11L);
        assertThat(isLinked(later)).isTrue();
    }

    @Test
    void publishersWaitTwoSecondsAtMostForTheOldOne() {
        world.process("b").kill();
        Talker later = restart(9, "");
        world.await("they are linked", () -> isLinked(later) && route.matched() == 2, SOON);
        int sequence = 0;
        while (Talker.say(route, sequence + 1, 1_000) != Route.BLOCKED) {
            sequence++;
            world.run(Duration.ofMillis(1));
        }
        Route.Waiter place = route.enter(() -> {});
        route.offer(sequence + 1, ByteBuffer.allocate(0), ByteBuffer.allocate(1_000), null, place);
        world.run(Duration.ofMillis(2_100));

        assertThat(a.raised(SessionLost.class)).hasSize(1);
        assertThat(a.raised(SessionLost.class).get(0).peer()).isEqualTo(b.node.id());
        place.close();
    }

    /** Otherwise the newcomer would be dialled, and would refuse, each second until the old session ends. */
    @Test
    void theEndpointIsNotDialledForTheOldOneWhileTheNewOneHasALink() {
        world.process("b").kill();
        Talker later = restart(9, "");
        world.await("they are linked", () -> isLinked(later), SOON);
        world.run(Duration.ofSeconds(1));
        long before = a.counted("dial.attempts");
        world.run(Duration.ofSeconds(60));

        assertThat(a.counted("dial.attempts") - before).isZero();
    }

    @Test
    void theOldOneIsDialledAgainWhenTheNewOneIsGone() {
        world.process("b").kill();
        Talker later = restart(9, "");
        world.await("they are linked", () -> isLinked(later), SOON);
        world.process("b").kill();
        Talker again = restart(2, "");

        world.await("the old id is back", () -> isLinked(again), PAIRED.plusSeconds(1));
        assertThat(peerInDoubt(later)).isTrue();
    }

    @Test
    void manyRestartsAreFollowed() {
        for (int id = 20; id < 30; id++) {
            world.process("b").kill();
            Talker later = restart(id, id % 2 == 0 ? "" : "a");
            world.await("they are linked", () -> isLinked(later), PAIRED);
            long sequence = id;
            world.await("it listens", () -> Talker.say(route, sequence, 10) != Route.BLOCKED, SOON);
        }
        world.run(Duration.ofSeconds(2));
        assertThat(a.raised(PeerInDoubt.class)).hasSize(10);
        assertThat(a.raised(PeerDoubtEnded.class)).isEmpty();
    }

    /** Another node at an endpoint that was not joined is ignored. */
    @Test
    void aStrangerWhereAPeerWasIsNotPairedWithUnlessTheEndpointIsJoined() {
        a.node.removeSeed(Endpoint.parse("mem://b:1"));
        world.process("b").kill();
        Talker later = new Talker(network, "b", 9, "", USUAL);
        world.run(Duration.ofSeconds(10));

        assertThat(isLinked(later)).isFalse();
        assertThat(peerInDoubt(b)).isTrue();
    }

    /** Only this node can dial, and only there, when their link is lost. */
    @Test
    void aNodeThatIsBackAtItsEndpointIsDialledThereThoughTheOtherOneIsLinkedElsewhere() {
        a.node.removeSeed(Endpoint.parse("mem://b:1"));
        world.process("b").kill();
        Talker other = restart(9, "a");
        world.await("the other one is linked", () -> isLinked(other), SOON);
        world.await("it has answered in its place", () -> peerInDoubt(b), SOON);
        world.run(Duration.ofSeconds(5));
        other.node.closeAsync(); // it announces that it leaves, and is not dialled again
        world.await("the other one has left", () -> a.node.peer(other.node.id()).isEmpty(), SOON);
        world.process("b").kill();
        Talker back = restart(2, "");
        world.await("the old id is back", () -> isLinked(back), SOON);
        Talker elsewhere = new Talker(network, "c", 9, "a", USUAL);
        world.await("the other one is linked elsewhere", () -> isLinked(elsewhere), SOON);
        network.connects(
                (from, to, chance) -> to.equals("a") ? new ConnectPolicy.Refuse() : new ConnectPolicy.Accept());
        long before = a.counted("sessions.resumed");

        network.cut("a", "b");

        world.await("it is dialled", () -> a.counted("sessions.resumed") > before && isLinked(back), SOON);
        assertThat(isLinked(elsewhere)).isTrue();
    }

    private Talker restart(long id, String join) {
        Talker later = new Talker(network, "b", id, join, USUAL);
        later.listen("t", 1 << 20);
        return later;
    }

    private boolean isLinked(Talker to) {
        NodeId id = to.node.id();
        return a.node.peer(id).filter(peer -> peer.link().isPresent()).isPresent();
    }

    private boolean peerInDoubt(Talker peer) {
        return a.node.peer(peer.node.id()).orElseThrow().inDoubt();
    }
}
