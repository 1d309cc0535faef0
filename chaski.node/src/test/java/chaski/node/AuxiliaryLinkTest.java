package chaski.node;

import static chaski.node.Beside.SOON;
import static chaski.node.Beside.beside;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.protocol.Route;
import chaski.testkit.Seeds;
import chaski.testkit.network.Direction;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedLink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams of a session whose link carries none, sent over an auxiliary link that does. */
class AuxiliaryLinkTest {

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void datagramsTravelByItWhileTheStreamIsBusy(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        scene.network.profile(LinkProfile.DEFAULT.bytesPerSecond(50_000));

        long said = 0;
        for (int i = 0; i < 300; i++) {
            said += Talker.say(scene.route, said + 1, 10_000) == Route.BLOCKED ? 0 : 1;
            scene.drop(1);
        }
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.b.overheard).hasSize(301).doesNotHaveDuplicates();
        assertThat(scene.a.counted("datagrams.sentByAuxiliary")).isGreaterThanOrEqualTo(300);
        assertThat(scene.b.counted("datagrams.lost")).isZero();
        assertThat(scene.links()).hasSize(1);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsLostRepeatedOrLateOnItIsCountedAndTakenOnce(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        scene.network.datagramFaults(0.2, 0.1);
        scene.network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(3), Duration.ofMillis(8)));

        scene.drop(1_000);
        scene.network.datagramFaults(0, 0);
        scene.world.run(Duration.ofSeconds(1));
        scene.drop(1);
        scene.world.run(Duration.ofSeconds(1));

        int heard = scene.b.overheard.size();
        assertThat(scene.b.overheard).doesNotHaveDuplicates().contains(1_002L);
        assertThat(scene.a.counted("datagrams.sent")).isEqualTo(1_002);
        assertThat(scene.b.counted("datagrams.received")).isEqualTo(heard);
        assertThat(scene.b.counted("datagrams.late")).isPositive();
        assertThat(scene.b.counted("datagrams.repeated")).isPositive();
        assertThat(scene.b.counted("datagrams.lost") - scene.b.counted("datagrams.late"))
                .isPositive()
                .isEqualTo(1_002 - heard);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whenItDiesDatagramsGoInTheStreamUntilThereIsAnother(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();

        for (int death = 1; death <= 5; death++) {
            scene.dgm.mood(FickleTransport.Mood.REFUSES);
            scene.links().forEach(SimulatedLink::cut);
            scene.world.await("it is gone", () -> beside(scene.a) == 0 && beside(scene.b) == 0, SOON);
            long byAuxiliary = scene.a.counted("datagrams.sentByAuxiliary");
            scene.drop(20);
            assertThat(scene.a.counted("datagrams.sentByAuxiliary")).isEqualTo(byAuxiliary);
            scene.dgm.mood(FickleTransport.Mood.WORKS);
            scene.awaitAuxiliary();
        }
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.b.overheard).hasSize(101).doesNotHaveDuplicates();
        assertThat(scene.a.counted("auxiliary.begun")).isEqualTo(6);
        assertThat(scene.links()).hasSize(1);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneOnWhichNothingComesBackIsClosedAndMadeAnew(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        SimulatedLink dead = scene.links().get(0);
        dead.silence(Direction.FORWARD, true);
        dead.silence(Direction.BACKWARD, true);

        scene.world.run(Duration.ofSeconds(20));
        scene.awaitAuxiliary();

        assertThat(scene.links()).hasSize(1).doesNotContain(dead);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aQuietOneStays(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();

        scene.world.run(Duration.ofMinutes(5));

        assertThat(scene.a.counted("auxiliary.begun")).isEqualTo(1);
        assertThat(beside(scene.a)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutPublishersOfDatagramsThereIsNone(long seed) {
        Beside scene = new Beside(seed);
        long dials = scene.a.counted("dial.attempts") + scene.b.counted("dial.attempts");

        for (long i = 1; i <= 100; i++) {
            Talker.say(scene.route, i, 100);
        }
        scene.world.run(Duration.ofMinutes(1));

        assertThat(scene.links()).isEmpty();
        assertThat(scene.a.counted("dial.attempts") + scene.b.counted("dial.attempts"))
                .isEqualTo(dials);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itIsClosedWhenNobodyNeedsItAnyMore(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();

        scene.route.close();
        scene.world.await("it is closed", () -> scene.links().isEmpty(), SOON);
        scene.world.run(Duration.ofMinutes(1));

        assertThat(scene.links()).isEmpty();
        assertThat(scene.a.counted("auxiliary.begun")).isEqualTo(1);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothSidesUseTheSameOne(long seed) {
        Beside scene = new Beside(seed);
        scene.a.listen("back", 100_000);
        Route back = scene.b.route("back");
        scene.world.await("it matches", () -> back.matched() == 1, SOON);

        for (long i = 1; i <= 300; i++) {
            Talker.drop(scene.route, i, 100);
            Talker.drop(back, i, 100);
            scene.world.run(Duration.ofMillis(5));
        }
        scene.awaitAuxiliary();
        scene.world.run(Duration.ofMinutes(1));

        assertThat(scene.links()).hasSize(1);
        assertThat(scene.a.overheard).hasSizeGreaterThan(250).doesNotHaveDuplicates();
        assertThat(scene.b.overheard).hasSizeGreaterThan(250).doesNotHaveDuplicates();
        assertThat(scene.a.counted("datagrams.sentByAuxiliary")).isGreaterThan(150);
        assertThat(scene.b.counted("datagrams.sentByAuxiliary")).isGreaterThan(150);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itGoesWithItsTransportAndComesBackWithIt(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();

        CompletableFuture<Void> left =
                ((DefaultNode) scene.a.node).leaveTransport(scene.dgm).toCompletableFuture();
        scene.world.await("it is left", left::isDone, SOON);
        scene.dgm.close();
        scene.drop(10);
        scene.world.run(Duration.ofSeconds(1));
        assertThat(scene.links()).isEmpty();
        assertThat(scene.b.overheard).hasSize(11);

        scene.a.node.addTransport(scene.network.datagramTransport("a", "dgm"));
        scene.awaitAuxiliary();
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionThatMovesToALinkWithDatagramsNeedsNoOther(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();

        CompletableFuture<Void> left =
                ((DefaultNode) scene.a.node).leaveTransport(scene.mem).toCompletableFuture();
        scene.world.await("it is left", left::isDone, SOON);
        scene.world.run(Duration.ofSeconds(1));
        scene.drop(100);
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.link()).isEqualTo("dgm");
        assertThat(scene.links()).hasSize(1);
        assertThat(beside(scene.a)).isZero();
        assertThat(beside(scene.b)).isZero();
        assertThat(scene.b.overheard).hasSize(101);
        assertThat(scene.a.counted("sessions.parked")).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itEndsWithTheSession(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();

        scene.a.node.closeAsync();

        scene.world.await(
                "no link is left",
                () -> scene.network.links("a", "b").isEmpty() && beside(scene.a) == 0 && beside(scene.b) == 0,
                SOON);
    }
}
