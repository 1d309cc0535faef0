package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.api.node.NodeEvent.LostRange;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a session and its messages when its nodes cannot reach each other. */
class OutageTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SessionConfig USUAL = SessionConfig.DEFAULT.sendLogBytes(128 << 10);

    private final Simulation world = new Simulation(11);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker b = new Talker(network, "b", 2, "", USUAL);
    private final Talker a = new Talker(network, "a", 1, "b", USUAL);
    private final Route route = a.route("t");

    @BeforeEach
    void meet() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        b.listen("t", 1 << 20);
        world.await("they meet", () -> route.matched() == 1, SOON);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 119})
    void anOutageUpToTheResumeTimeoutLosesNothing(int seconds) {
        say(1, 10);
        outage(Duration.ofSeconds(seconds));
        world.await("all arrives", () -> b.heard.size() == 10 && route.unconfirmed() == 0, SOON);

        assertThat(b.heard)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
        assertThat(a.raised(SessionLost.class)).isEmpty();
    }

    @Test
    void anOutageBeyondTheResumeTimeoutEndsTheSessionAndTellsWhatIsLost() {
        network.block("a", "b");
        network.block("b", "a");
        say(1, 10);
        world.run(Duration.ofSeconds(140));

        assertThat(a.raised(SessionLost.class)).hasSize(1);
        LostRange lost = a.raised(SessionLost.class).get(0).ranges().get(0);
        assertThat(lost).isEqualTo(new LostRange(lost.topic(), route.number(), 1, 10, 10));
        network.heal();
        world.await("they meet again", () -> route.matched() == 1, Duration.ofSeconds(40));
        Talker.say(route, 11, 10);
        world.await("it works again", () -> b.heard.contains(11L), SOON);
        assertThat(b.heard).containsExactly(11L);
    }

    @Test
    void aPublisherThatWaitsLongerThanMaxStallEndsTheSession() {
        network.block("a", "b");
        network.block("b", "a");
        world.await(
                "the link is given up", () -> !a.raised(NodeEvent.Parked.class).isEmpty(), SOON);
        int sequence = 0;
        while (Talker.say(route, sequence + 1, 1000) != Route.BLOCKED) {
            sequence++;
        }
        boolean[] woken = new boolean[1];
        Route.Waiter place = route.enter(() -> woken[0] = true);
        route.offer(sequence + 1, bytes(0), bytes(1000), null, place);
        woken[0] = false;

        world.run(Duration.ofSeconds(29));
        assertThat(a.raised(SessionLost.class)).isEmpty();
        world.run(Duration.ofSeconds(2));

        assertThat(a.raised(SessionLost.class)).hasSize(1);
        assertThat(a.raised(SessionLost.class).get(0).ranges().get(0).count()).isEqualTo(sequence);
        assertThat(woken[0]).isTrue();
        assertThat(route.offer(sequence + 1, bytes(0), bytes(1000), null, place))
                .isZero();
        place.close();
    }

    /** A link that falls silent is detected late: the outage is counted from the last byte. */
    @Test
    void anOutageCountsFromTheLastByteThatWasReceived() {
        Talker d = new Talker(network, "d", 4, "", USUAL);
        Talker c = new Talker(network, "c", 3, "d", USUAL.resumeTimeout(Duration.ofSeconds(20)));
        d.listen("u", 1 << 20);
        Route toD = c.route("u");
        world.await("they meet", () -> toD.matched() == 1, SOON);
        Talker.say(toD, 1, 100);
        world.await("it is confirmed", () -> toD.unconfirmed() == 0, SOON);
        network.block("c", "d");
        network.block("d", "c");
        Talker.say(toD, 2, 100);

        world.run(Duration.ofMillis(19_900));
        assertThat(c.raised(NodeEvent.Parked.class)).hasSize(1);
        assertThat(c.raised(SessionLost.class)).isEmpty();
        world.run(Duration.ofMillis(200));

        assertThat(c.raised(SessionLost.class)).hasSize(1);
    }

    /** The side that ended the session names what it had received, so the other side knows exactly what is lost. */
    @Test
    void lossIsExactWhenBothSidesSurvive() {
        Talker d = new Talker(network, "d", 4, "", USUAL.maxStall(Duration.ofSeconds(1)));
        Talker c = new Talker(network, "c", 3, "d", USUAL);
        d.listen("u", 1 << 20);
        c.listen("v", 1 << 20);
        Route toD = c.route("u");
        Route toC = d.route("v");
        world.await("they meet", () -> toD.matched() == 1 && toC.matched() == 1, SOON);
        network.block("d", "c"); // d cannot acknowledge what it has received
        for (int i = 1; i <= 5; i++) {
            Talker.say(toD, i, 100);
        }
        world.await("five arrive", () -> d.heard.size() == 5, SOON);
        network.block("c", "d");
        for (int i = 6; i <= 8; i++) {
            Talker.say(toD, i, 100);
        }
        giveUpByWaiting(toC);
        world.await("d has given up", () -> d.node.peer(c.node.id()).isEmpty(), Duration.ofMinutes(1));
        assertThat(c.raised(SessionLost.class)).isEmpty();
        network.heal();
        world.await("c knows", () -> !c.raised(SessionLost.class).isEmpty(), SOON);

        LostRange lost = c.raised(SessionLost.class).get(0).ranges().get(0);
        assertThat(lost).isEqualTo(new LostRange(lost.topic(), toD.number(), 6, 8, 3));
        assertThat(d.heard).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    private static void giveUpByWaiting(Route route) {
        int sequence = 0;
        while (Talker.say(route, sequence + 1, 1000) != Route.BLOCKED) {
            sequence++;
        }
        route.offer(sequence + 1, bytes(0), bytes(1000), null, route.enter(() -> {}));
    }

    @Test
    void aPeerThatWasKilledIsLostAtOnceWhenItIsBack() {
        network.block("b", "a");
        say(1, 10);
        world.await("they arrive", () -> b.heard.size() == 10, SOON);
        world.process("b").kill();
        network.heal();
        Talker later = new Talker(network, "b", 2, "", USUAL);
        later.listen("t", 1 << 20);
        world.await("a knows", () -> !a.raised(SessionLost.class).isEmpty(), SOON);

        assertThat(a.raised(SessionLost.class).get(0).reason()).contains("restarted");
        assertThat(a.raised(SessionLost.class).get(0).ranges().get(0).count()).isEqualTo(10);
        world.await("they meet again", () -> route.matched() == 1, SOON);
        Talker.say(route, 11, 10);
        world.await("it works again", () -> later.heard.contains(11L), SOON);
    }

    private void say(int first, int last) {
        for (int i = first; i <= last; i++) {
            assertThat(Talker.say(route, i, 100)).isEqualTo(1);
        }
    }

    private void outage(Duration duration) {
        network.block("a", "b");
        network.block("b", "a");
        network.cut("a", "b");
        world.run(duration);
        network.heal();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }
}
