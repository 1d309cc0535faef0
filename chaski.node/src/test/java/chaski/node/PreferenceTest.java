package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.LinkConfig;
import chaski.api.node.NodeEvent;
import chaski.testkit.Seeds;
import chaski.testkit.network.ConnectPolicy;
import chaski.testkit.network.SimulatedLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of two transports a session uses, when it returns to the better one, and how they are dialled. */
class PreferenceTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration HEAD_START = Duration.ofMillis(250);
    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final LinkConfig MEM_FIRST = LinkConfig.DEFAULT
            .preference(List.of("mem", "alt"))
            .headStart(HEAD_START)
            .hold(HOLD);
    private static final LinkConfig ALT_FIRST = LinkConfig.DEFAULT
            .preference(List.of("alt", "mem"))
            .headStart(HEAD_START)
            .hold(HOLD);

    static LongStream seeds() {
        return Seeds.all();
    }

    // ---- failback

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionGoesBackToThePreferredTransportWhenItReturns(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        scene.say(5000);
        scene.world.run(Duration.ofMillis(10));
        scene.goAway(scene.mem);
        scene.world.run(Duration.ofMillis(20));
        scene.comeBack(scene.mem);

        scene.world.await("it is back", () -> scene.moves().size() == 2, Duration.ofSeconds(2));
        scene.assertExact();
        assertThat(scene.moves()).containsExactly("alt", "mem");
        assertThat(scene.a.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(scene.b.raised(NodeEvent.Parked.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aTransportThatComesAndGoesMovesASessionBackOncePerHoldTime(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        List<Long> backNs = new ArrayList<>();
        scene.a.node.watch(event -> {
            if (event instanceof NodeEvent.LinkMoved moved && moved.to().equals("mem")) {
                backNs.add(scene.world.nowNs());
            }
        });
        FickleTransport mem = scene.mem;
        for (int i = 0; i < 60; i++) {
            scene.say(50);
            scene.goAway(mem);
            scene.world.run(Duration.ofMillis(200));
            mem = scene.comeBack(mem);
            scene.world.run(Duration.ofMillis(800));
        }

        scene.assertExact();
        assertThat(backNs).hasSizeBetween(3, 7);
        for (int i = 1; i < backNs.size(); i++) {
            assertThat(backNs.get(i) - backNs.get(i - 1)).isGreaterThanOrEqualTo(HOLD.toNanos());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPreferredTransportThatFailedSilentlyIsTriedLessAndLessOftenUntilItWorks(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        FickleTransport mem = scene.mem;
        mem.mood(FickleTransport.Mood.HANGS);
        silenceB(scene);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.say(100);
        scene.world.await("it goes on", () -> scene.link().equals("alt"), SOON);
        int before = mem.dials();

        scene.world.run(Duration.ofMinutes(10));
        assertThat(mem.dials() - before).isBetween(4, 8);
        assertThat(scene.link()).isEqualTo("alt");

        mem.mood(FickleTransport.Mood.WORKS);
        scene.world.await("it is back", () -> scene.link().equals("mem"), Duration.ofMinutes(10));
        scene.assertExact();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nodesWithOppositePreferencesDoNotMoveASessionToAndFro(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, ALT_FIRST, "mem");
        FickleTransport mem = scene.mem;
        for (int i = 0; i < 3; i++) {
            scene.goAway(mem);
            mem = scene.comeBack(mem);
            scene.world.run(Duration.ofSeconds(1));
        }
        int before = scene.moves().size();

        scene.world.run(Duration.ofMinutes(10));

        assertThat(scene.moves().size() - before).isLessThanOrEqualTo(2);
        scene.say(100);
        scene.assertExact();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionThatWasBegunOnAnotherTransportStaysThere(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "alt");

        scene.say(100);
        scene.world.run(Duration.ofMinutes(5));

        assertThat(scene.moves()).isEmpty();
        assertThat(scene.link()).isEqualTo("alt");
        scene.assertExact();
    }

    // ---- dialling

    @ParameterizedTest
    @MethodSource("seeds")
    void aPreferredTransportThatAnswersIsTheOnlyOneDialled(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        silenceB(scene);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);

        scene.world.await("it is back", () -> scene.link().equals("mem"), SOON);
        scene.world.run(Duration.ofSeconds(5));

        assertThat(scene.alt.dials()).isZero();
        assertThat(scene.moves()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPreferredTransportThatDoesNotAnswerHasItsHeadStartAlone(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        scene.mem.mood(FickleTransport.Mood.HANGS);
        silenceB(scene);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);

        scene.world.run(HEAD_START.minusMillis(5));
        assertThat(scene.alt.dials()).isZero();
        scene.world.run(Duration.ofMillis(100));
        assertThat(scene.alt.dials()).isEqualTo(1);
        scene.world.await("it is back", () -> scene.link().equals("alt"), Duration.ofMillis(100));
    }

    /** The other node dials, too; here only one of them is to. */
    private static void silenceB(TwoWays scene) {
        scene.network.connects(
                (from, to, chance) -> from.equals("a") ? new ConnectPolicy.Accept() : new ConnectPolicy.Refuse());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theNextTransportIsDialledAtOnceWhenThePreferredOneRefuses(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        scene.mem.mood(FickleTransport.Mood.REFUSES);
        silenceB(scene);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);

        scene.world.await("it is back", () -> scene.link().equals("alt"), Duration.ofMillis(100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEndpointThatDoesNotAnswerHoldsTheOthersNotUp(long seed) {
        TwoWays scene = new TwoWays(seed, MEM_FIRST, MEM_FIRST, "mem");
        scene.mem.mood(FickleTransport.Mood.HANGS);
        scene.alt.mood(FickleTransport.Mood.REFUSES);
        silenceB(scene);
        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.world.run(Duration.ofSeconds(1));

        scene.alt.mood(FickleTransport.Mood.WORKS);

        scene.world.await("it is back", () -> scene.link().equals("alt"), Duration.ofSeconds(2));
        assertThat(scene.mem.dials()).isEqualTo(2);
    }
}
