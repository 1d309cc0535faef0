package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.LimitException;
import chaski.api.protocol.Route;
import chaski.testkit.Seeds;
import chaski.testkit.network.SimulatedLink;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams on links that carry none: they are sent in the stream while it is free, and are dropped otherwise. */
class DatagramTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onAQuietLinkEachArrivesOnce(long seed) {
        TwoWays scene = new TwoWays(seed);
        introduce(scene);

        for (long i = 2; i <= 200; i++) {
            assertThat(Talker.drop(scene.route, i, 100)).isEqualTo(1);
            scene.world.run(Duration.ofMillis(5));
        }
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.b.overheard)
                .isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(scene.a.counted("datagrams.sent")).isEqualTo(200);
        assertThat(scene.b.counted("datagrams.received")).isEqualTo(200);
        assertThat(scene.b.counted("datagrams.lost")).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutALinkTheyAreDroppedAndCounted(long seed) {
        TwoWays scene = new TwoWays(seed);
        introduce(scene);
        scene.network.isolate("b");
        scene.network.links("a", "b").forEach(SimulatedLink::cut);
        scene.world.await("it is parked", () -> scene.link().isEmpty(), SOON);

        for (long i = 2; i <= 51; i++) {
            assertThat(Talker.drop(scene.route, i, 100)).isEqualTo(1);
        }
        assertThat(scene.a.counted("datagrams.dropped")).isEqualTo(50);

        scene.network.heal();
        scene.world.await("it is back", () -> !scene.link().isEmpty(), SOON);
        scene.world.run(Duration.ofSeconds(1));
        assertThat(scene.b.overheard).containsExactly(1L);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onABusyLinkTheyAreDroppedAndTheStreamIsNotHeldUp(long seed) {
        TwoWays scene = new TwoWays(seed);
        introduce(scene);
        scene.say(2000);

        long given = 1;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 100; j++) {
                given++;
                Talker.drop(scene.route, given, Route.MAX_DATAGRAM_BYTES);
            }
            scene.world.run(Duration.ofMillis(1));
        }
        scene.assertExact();
        scene.world.run(Duration.ofSeconds(1));

        long sent = scene.a.counted("datagrams.sent");
        assertThat(sent + scene.a.counted("datagrams.dropped")).isEqualTo(given);
        assertThat(scene.a.counted("datagrams.dropped")).isPositive();
        assertThat((long) scene.b.overheard.size()).isEqualTo(sent);
        assertThat(scene.b.overheard).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneThatIsTooLargeIsRefusedClearly(long seed) {
        TwoWays scene = new TwoWays(seed);

        assertThatThrownBy(() -> Talker.drop(scene.route, 1, Route.MAX_DATAGRAM_BYTES + 1))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("at most 1100 bytes")
                .hasMessageContaining("got 1101");
    }

    /**
     * The first datagram introduces the publisher to the peer; it is not lost, because both are sent in the same
     * stream.
     */
    private static void introduce(TwoWays scene) {
        Talker.drop(scene.route, 1, 10);
        scene.world.run(Duration.ofSeconds(1));
    }
}
