package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.api.node.Route;
import chaski.api.node.SessionConfig;
import chaski.testkit.Seeds;
import chaski.testkit.network.ConnectPolicy;
import chaski.testkit.network.InMemoryTransport;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that loses a transport while messages flow: sessions that another transport reaches move there first. */
class MoveTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(1);

    static LongStream seeds() {
        return Seeds.all();
    }

    /** Two nodes with two transports each, and a stream of numbers from one to the other. */
    private static final class Scene {

        final Simulation world;
        final SimulatedNetwork network;
        final InMemoryTransport mem;
        final InMemoryTransport alt;
        final Talker a;
        final Talker b;
        final Route route;
        long said;
        long toSay;

        Scene(long seed) {
            world = new Simulation(seed).interleaving(Duration.ofNanos(seed % 2 * 300_000));
            network = new SimulatedNetwork(world);
            network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(3), Duration.ofMillis(1)));
            mem = network.transport("a");
            alt = network.transport("a", "alt");
            b = new Talker(
                    network,
                    "b",
                    2,
                    "",
                    SessionConfig.DEFAULT,
                    List.of(network.transport("b"), network.transport("b", "alt")));
            a = new Talker(network, "a", 1, "b", SessionConfig.DEFAULT, List.of(mem, alt));
            b.listen("t", 100_000);
            route = a.route("t");
            world.await("they meet", () -> route.matched() == 1, SOON);
            // The directory must have told where else the other one can be reached.
            world.run(Duration.ofSeconds(1));
        }

        void say(long count) {
            toSay += count;
            speak();
        }

        private void speak() {
            while (said < toSay && Talker.say(route, said + 1, 700) != Route.BLOCKED) {
                said++;
            }
            if (said < toSay) {
                world.after(PAUSE, this::speak);
            }
        }

        CompletableFuture<Void> leave(Talker node, InMemoryTransport transport) {
            return ((DefaultNode) node.node).leaveTransport(transport).toCompletableFuture();
        }

        void assertExact() {
            world.await("all is heard", () -> b.heard.size() >= toSay && said == toSay, SOON);
            assertThat(b.heard)
                    .isEqualTo(LongStream.rangeClosed(1, toSay).boxed().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sessionsMoveWhileMessagesFlowAndNobodyWaits(long seed) {
        Scene scene = new Scene(seed);
        scene.say(5000);
        scene.world.run(Duration.ofMillis(20));

        CompletableFuture<Void> left = scene.leave(scene.a, scene.mem);

        scene.world.await("the transport is left", left::isDone, Duration.ofSeconds(2));
        scene.assertExact();
        assertThat(scene.a.told(NodeEvent.LinkMoved.class)).singleElement().satisfies(moved -> {
            assertThat(moved.from()).isEqualTo("mem");
            assertThat(moved.to()).isEqualTo("alt");
        });
        assertThat(scene.b.told(NodeEvent.LinkMoved.class)).hasSize(1);
        assertThat(scene.a.told(NodeEvent.Parked.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionGoesToAndFroWithItsTransports(long seed) {
        Scene scene = new Scene(seed);
        InMemoryTransport here = scene.mem;
        InMemoryTransport there = scene.alt;
        for (int i = 0; i < 6; i++) {
            scene.say(1000);
            scene.world.run(Duration.ofMillis(10));
            CompletableFuture<Void> left = scene.leave(scene.a, here);
            scene.world.await("it is left", left::isDone, Duration.ofSeconds(2));
            here.close();
            InMemoryTransport again = scene.network.transport("a", here.scheme());
            scene.a.node.addTransport(again);
            scene.world.run(Duration.ofMillis(500));
            here = there;
            there = again;
        }

        scene.assertExact();
        assertThat(scene.a.told(NodeEvent.LinkMoved.class)).hasSize(6);
        assertThat(scene.a.told(NodeEvent.Parked.class)).isEmpty();
        assertThat(scene.a.told(NodeEvent.SessionLost.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionThatCannotMoveIsParkedAndComesBack(long seed) {
        Scene scene = new Scene(seed);
        scene.say(3000);
        scene.world.run(Duration.ofMillis(20));
        scene.network.connects((from, to, chance) -> new ConnectPolicy.Refuse());

        CompletableFuture<Void> left = scene.leave(scene.a, scene.mem);
        scene.world.await("the transport is left", left::isDone, Duration.ofSeconds(2));
        scene.world.await(
                "it is parked", () -> !scene.a.told(NodeEvent.Parked.class).isEmpty(), SOON);
        scene.network.connects(ConnectPolicy.ACCEPT_ALL);

        scene.assertExact();
        assertThat(scene.a.told(NodeEvent.LinkMoved.class)).hasSize(1);
    }
}
