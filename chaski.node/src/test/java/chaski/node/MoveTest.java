package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.testkit.Seeds;
import chaski.testkit.network.ConnectPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that loses a transport while messages flow: sessions that another transport reaches move there first. */
class MoveTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sessionsMoveWhileMessagesFlowAndNobodyWaits(long seed) {
        TwoWays scene = new TwoWays(seed);
        scene.say(5000);
        scene.world.run(Duration.ofMillis(20));

        CompletableFuture<Void> left = scene.leave(scene.a, scene.mem);

        scene.world.await("the transport is left", left::isDone, Duration.ofSeconds(2));
        scene.assertExact();
        assertThat(scene.a.raised(NodeEvent.LinkMoved.class)).singleElement().satisfies(moved -> {
            assertThat(moved.from()).isEqualTo("mem");
            assertThat(moved.to()).isEqualTo("alt");
        });
        assertThat(scene.b.raised(NodeEvent.LinkMoved.class)).hasSize(1);
        assertThat(scene.a.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(scene.b.raised(NodeEvent.Parked.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionGoesToAndFroWithItsTransports(long seed) {
        TwoWays scene = new TwoWays(seed);
        FickleTransport here = scene.mem;
        FickleTransport there = scene.alt;
        for (int i = 0; i < 6; i++) {
            scene.say(1000);
            scene.world.run(Duration.ofMillis(10));
            CompletableFuture<Void> left = scene.leave(scene.a, here);
            scene.world.await("it is left", left::isDone, Duration.ofSeconds(2));
            here.close();
            FickleTransport again = scene.comeBack(here);
            scene.world.run(Duration.ofMillis(500));
            here = there;
            there = again;
        }

        scene.assertExact();
        assertThat(scene.a.raised(NodeEvent.LinkMoved.class)).hasSize(6);
        assertThat(scene.a.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(scene.b.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(scene.a.raised(NodeEvent.SessionLost.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionThatCannotMoveIsParkedAndComesBack(long seed) {
        TwoWays scene = new TwoWays(seed);
        scene.say(3000);
        scene.world.run(Duration.ofMillis(20));
        scene.network.connects((from, to, chance) -> new ConnectPolicy.Refuse());

        CompletableFuture<Void> left = scene.leave(scene.a, scene.mem);
        scene.world.await("the transport is left", left::isDone, Duration.ofSeconds(2));
        scene.world.await(
                "it is parked", () -> !scene.a.raised(NodeEvent.Parked.class).isEmpty(), SOON);
        scene.network.connects(ConnectPolicy.ACCEPT_ALL);

        scene.assertExact();
        assertThat(scene.a.raised(NodeEvent.LinkMoved.class)).hasSize(1);
    }
}
