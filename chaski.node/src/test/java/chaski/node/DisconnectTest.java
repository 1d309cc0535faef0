package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.node.NodeEvent.PairingFailed;
import chaski.api.node.NodeEvent.Parked;
import chaski.api.node.NodeEvent.PeerDown;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.Peer;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that is disconnected is notified, and is not accepted again for half a minute. */
class DisconnectTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration NEARLY = Peer.DISCONNECTED_FOR.minusSeconds(1);

    private final Simulation world = new Simulation(23);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker a = talker("a", 1, "");
    private final Talker b = talker("b", 2, "a");
    private final Route route = a.route("t");

    @BeforeEach
    void pair() {
        b.listen("t", 1 << 20);
        world.await("they pair", () -> route.matched() == 1, SOON);
        world.run(Duration.ofSeconds(1));
    }

    @Test
    void bothSidesAreNotifiedAndKeptApartForHalfAMinute() {
        Talker.say(route, 1, 10);
        world.await("it is acknowledged", () -> route.unconfirmed() == 0, SOON);
        disconnect(a, b);
        world.run(NEARLY);

        for (Talker each : List.of(a, b)) {
            assertThat(each.node.peers()).isEmpty();
            assertThat(each.raised(PeerDown.class)).singleElement().satisfies(down -> {
                assertThat(down.left()).isTrue();
                assertThat(down.reason()).contains("disconnected");
            });
            assertThat(each.raised(SessionLost.class)).isEmpty();
        }
        assertThat(a.raised(Refused.class)).extracting(Refused::counter).containsExactly("refused.denied");
        assertThat(b.raised(Refused.class)).extracting(Refused::counter).containsExactly("dial.DENIED");
        assertThat(b.counted("dial.refused.DENIED")).isLessThanOrEqualTo(2);
        assertThat(a.raised(PairingFailed.class)).isEmpty();
        world.await("they pair again", () -> route.matched() == 1, Duration.ofSeconds(4));
    }

    @Test
    void itIsTheSameWhenTheOtherSideDoesIt() {
        disconnect(b, a);
        world.run(NEARLY);

        assertThat(a.node.peers()).isEmpty();
        assertThat(b.counted("refused.denied")).isEqualTo(a.counted("dial.refused.DENIED"));
        world.await("they pair again", () -> route.matched() == 1, Duration.ofSeconds(4));
    }

    @Test
    void whatIsNotAcknowledgedIsReportedLost() {
        network.block("b", "a");
        for (int i = 1; i <= 10; i++) {
            Talker.say(route, i, 100);
        }
        world.await("they arrive", () -> b.heard.size() == 10, SOON);
        disconnect(a, b);

        world.await("that is reported", () -> !a.raised(SessionLost.class).isEmpty(), AT_ONCE);
        assertThat(a.raised(SessionLost.class))
                .singleElement()
                .satisfies(lost -> assertThat(lost.ranges().get(0).count()).isEqualTo(10));
    }

    @Test
    void aJoinEndsTheTime() {
        disconnect(a, b);
        world.run(Duration.ofSeconds(3));
        a.node.join(Endpoint.parse("mem://elsewhere:1"));
        world.run(Duration.ofSeconds(3));
        assertThat(a.node.peers()).isEmpty();
        a.node.join(Endpoint.parse("mem://b:1"));

        world.await("they pair again", () -> route.matched() == 1, AT_ONCE);
    }

    @Test
    void allowingThePeerEndsTheTime() {
        disconnect(a, b);
        world.run(Duration.ofSeconds(3));
        a.node.allow(b.node.id());

        world.await("they pair again", () -> route.matched() == 1, AT_ONCE);
    }

    @Test
    void aPeerWithoutALinkLearnsOfItWhenItDials() {
        network.partition(List.of("a"), List.of("b"));
        network.cut("a", "b");
        world.await(
                "parked",
                () -> !a.raised(Parked.class).isEmpty()
                        && !b.raised(Parked.class).isEmpty(),
                SOON);
        disconnect(a, b);
        network.heal();

        world.await("it is over there, too", () -> b.node.peers().isEmpty(), Duration.ofSeconds(3));
        world.await("that is reported", () -> !b.raised(PeerDown.class).isEmpty(), AT_ONCE);
        assertThat(b.raised(PeerDown.class)).singleElement().satisfies(down -> assertThat(down.left())
                .isTrue());
    }

    @Test
    void thePeerOfAnEndedSessionDisconnectsNothing() {
        Peer earlier = a.node.peer(b.node.id()).orElseThrow();
        disconnect(a, b);
        a.node.allow(b.node.id());
        world.await("they pair again", () -> route.matched() == 1, SOON);

        assertThat(earlier.disconnect().toCompletableFuture()).isCompleted();
        world.run(SOON);
        assertThat(route.matched()).isEqualTo(1);
    }

    @Test
    void othersAreNotConcerned() {
        Talker c = talker("c", 3, "a");
        c.listen("t", 1 << 20);
        world.await("it pairs", () -> route.matched() == 2, SOON);
        disconnect(a, b);
        world.run(SOON);

        assertThat(route.matched()).isEqualTo(1);
        assertThat(c.raised(PeerDown.class)).isEmpty();
    }

    private void disconnect(Talker from, Talker to) {
        var over = from.node.peer(to.node.id()).orElseThrow().disconnect().toCompletableFuture();
        world.await("it is over", over::isDone, AT_ONCE);
        assertThat(from.node.peer(to.node.id())).isEmpty();
    }

    private Talker talker(String host, long id, String join) {
        return new Talker(network, host, id, join, SessionConfig.DEFAULT);
    }
}
