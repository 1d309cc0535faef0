package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.LinkConfig;
import chaski.testkit.Seeds;
import chaski.testkit.network.ConnectPolicy;
import chaski.testkit.network.Direction;
import chaski.testkit.network.SimulatedLink;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths on which the other side identifies itself and then sends nothing more: they delay a session only briefly. */
class DeadPathTest {

    private static final LinkConfig MEM_FIRST = LinkConfig.DEFAULT.preference(List.of("mem", "alt"));
    private static final Duration LOOK = Duration.ofNanos(100_000);

    /** The time-out of an attach, and the time to dial another path. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Set<SimulatedLink> dead = new HashSet<>();
    private boolean revived;

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aMoveByADeadPathHoldsTheStreamUpForASecond(long seed) {
        moveByAPathThatDies(seed, Direction.FORWARD);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aMoveWhoseAnswerIsLostHoldsTheStreamUpForASecond(long seed) {
        moveByAPathThatDies(seed, Direction.BACKWARD);
    }

    private void moveByAPathThatDies(long seed, Direction direction) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        onlyTheFirstDials(scene);
        scene.say(100);
        scene.goAway(scene.mem);
        scene.assertExact();
        killPaths(scene, direction);
        scene.comeBack(scene.mem);
        scene.world.await("it tries to go back", () -> !dead.isEmpty(), PATIENCE);

        scene.say(1_000);

        scene.world.await("it goes on", () -> scene.b.heard.size() == 1_100, PATIENCE);
        assertThat(scene.link()).isEqualTo("alt");
        scene.assertExact();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aResumeByADeadPathGoesOnByTheNext(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        killPaths(scene, Direction.FORWARD);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.say(1_000);

        scene.world.await("it goes on", () -> scene.b.heard.size() == 1_000, PATIENCE.multipliedBy(2));
        assertThat(scene.link()).isEqualTo("alt");
        scene.assertExact();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPathThatHasWorkedAgainIsPreferredAgain(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        onlyTheFirstDials(scene);
        killPaths(scene, Direction.FORWARD);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.world.await("it goes on", () -> scene.link().equals("alt"), PATIENCE.multipliedBy(2));
        revived = true;
        scene.world.await("it goes back", () -> scene.link().equals("mem"), Duration.ofMinutes(2));
        scene.say(100);
        scene.assertExact();

        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.world.await("it is noticed", () -> scene.link().isEmpty(), PATIENCE);
        scene.world.await("it is resumed", () -> !scene.link().isEmpty(), PATIENCE);
        assertThat(scene.link()).isEqualTo("mem");
    }

    /** Otherwise the other node may lose a second on the same path just after the first. */
    private static void onlyTheFirstDials(TwoWays scene) {
        scene.network.connects(
                (from, to, chance) -> from.equals("a") ? new ConnectPolicy.Accept() : new ConnectPolicy.Refuse());
    }

    /** From now on each link of {@code mem} falls silent in one direction as soon as its dialler has received HELLO. */
    private void killPaths(TwoWays scene, Direction direction) {
        for (SimulatedLink link : scene.network.links("a", "b")) {
            if (link.scheme().equals("mem") && link.arrivedBytes(Direction.BACKWARD) > 0 && dead.add(link)) {
                link.silence(direction, true);
            }
        }
        if (!revived) {
            scene.world.after(LOOK, () -> killPaths(scene, direction));
        }
    }
}
