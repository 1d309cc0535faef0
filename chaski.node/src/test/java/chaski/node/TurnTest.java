package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.LimitException;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting messages are sent in order, whatever other publishers wait for at the same time. */
class TurnTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Simulation world = new Simulation(21);
    private final SimulatedNetwork network = new SimulatedNetwork(world);

    /** Each publisher needs the whole window of both subscribers. */
    @Test
    void publishersThatNeedTheSameSmallWindowsAllGetTheirTurn() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(3), Duration.ofMillis(1)));
        Talker b = new Talker(network, "b", 2, "", SessionConfig.DEFAULT);
        Talker c = new Talker(network, "c", 3, "", SessionConfig.DEFAULT);
        b.listen("t", 2000);
        c.listen("t", 2000);
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Talker a = new Talker(network, "a" + i, 10 + i, "b", SessionConfig.DEFAULT);
            a.node.join(Endpoint.parse("mem://c:1"));
            turns.add(new Turn(a.route("t"), i % 2 == 0 ? 1900 : 5000));
        }
        world.await("all meet", () -> turns.stream().allMatch(t -> t.route.matched() == 2), SOON);

        turns.forEach(Turn::next);
        world.await("each has said 20 things", () -> turns.stream().allMatch(t -> t.said == 20), Duration.ofMinutes(2));
        world.await("all has arrived", () -> b.heard.size() == 80 && c.heard.size() == 80, SOON);
    }

    /**
     * Each has room for one peer and lacks the credit of the other; a message that waits in two queues must not
     * alternate between them.
     */
    @Test
    void publishersOfOneNodeDoNotChaseEachOtherFromLineToLine() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(3), Duration.ofMillis(1)));
        Talker b = new Talker(network, "b", 2, "", SessionConfig.DEFAULT);
        Talker c = new Talker(network, "c", 3, "", SessionConfig.DEFAULT);
        b.listen("t", 1 << 20);
        c.listen("t", 2000);
        Talker a = new Talker(network, "a", 1, "b", SessionConfig.DEFAULT.sendLogBytes(128 << 10));
        a.node.join(Endpoint.parse("mem://c:1"));
        List<Turn> turns = new ArrayList<>();
        for (int bytes : new int[] {60_000, 40_000, 1900, 100, 30_000}) {
            turns.add(new Turn(a.route("t"), bytes));
        }
        world.await("all meet", () -> turns.stream().allMatch(t -> t.route.matched() == 2), SOON);

        turns.forEach(Turn::next);
        world.await("each has said 20 things", () -> turns.stream().allMatch(t -> t.said == 20), Duration.ofMinutes(2));
    }

    @Test
    void aLogThatHasOnePieceOfMemoryTakesMessageAfterMessage() {
        Talker b = new Talker(network, "b", 2, "", SessionConfig.DEFAULT);
        b.listen("t", 1 << 20);
        Talker a = new Talker(
                network,
                "a",
                1,
                "b",
                SessionConfig.DEFAULT
                        .resumeTimeout(Duration.ofSeconds(60))
                        .maxStall(Duration.ofSeconds(60))
                        .sendLogBytes(128 << 10)
                        .totalLogBytes(128 << 10)
                        .drainTimeout(Duration.ofSeconds(5)));
        for (int i = 0; i < 6; i++) { // each of their logs holds one segment
            new Talker(network, "c" + i, 3 + i, "a", SessionConfig.DEFAULT);
        }
        Turn turn = new Turn(a.route("t"), 60_000);
        world.await(
                "all meet", () -> turn.route.matched() == 1 && a.node.peers().size() == 7, SOON);

        turn.next();
        world.await("it has said 20 things", () -> turn.said == 20 && b.heard.size() == 20, SOON);
    }

    @Test
    void aMessageThatCanNeverFindRoomInAllLogsIsRefused() {
        for (int i = 0; i < 6; i++) {
            new Talker(network, "c" + i, 3 + i, "", SessionConfig.DEFAULT).listen("t", 1 << 20);
        }
        Talker a = new Talker(
                network,
                "a",
                1,
                "",
                SessionConfig.DEFAULT
                        .resumeTimeout(Duration.ofSeconds(60))
                        .maxStall(Duration.ofSeconds(60))
                        .sendLogBytes(256 << 10)
                        .totalLogBytes(256 << 10)
                        .drainTimeout(Duration.ofSeconds(5)));
        for (int i = 0; i < 6; i++) {
            a.node.join(Endpoint.parse("mem://c" + i + ":1"));
        }
        Route route = a.route("t");
        world.await("all meet", () -> route.matched() == 6, SOON);

        assertThatThrownBy(() -> Talker.say(route, 1, 120_000))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("session.totalLogBytes");
        assertThat(Talker.say(route, 1, 60_000)).isEqualTo(6);
    }

    /**
     * A callback would wait forever for what an offer refuses immediately, and block windows for all others meanwhile.
     */
    @Test
    void aCallbackDoesNotWaitForRoomThatThereWillNeverBe() {
        for (int i = 0; i < 6; i++) {
            new Talker(network, "c" + i, 3 + i, "", SessionConfig.DEFAULT).listen("t", 1 << 20);
        }
        Talker a = new Talker(
                network,
                "a",
                1,
                "",
                SessionConfig.DEFAULT
                        .resumeTimeout(Duration.ofSeconds(60))
                        .maxStall(Duration.ofSeconds(60))
                        .sendLogBytes(256 << 10)
                        .totalLogBytes(256 << 10)
                        .drainTimeout(Duration.ofSeconds(5)));
        for (int i = 0; i < 6; i++) {
            a.node.join(Endpoint.parse("mem://c" + i + ":1"));
        }
        Route route = a.route("t");
        world.await("all meet", () -> route.matched() == 6, SOON);

        Route.Waiter place = route.enter(() -> {});
        assertThat(route.reserve(120_000, List.of(), place)).isTrue();
        assertThatThrownBy(() ->
                        route.offer(1, ByteBuffer.allocate(0), ByteBuffer.allocate(120_000), List.of(), null, place))
                .isInstanceOf(LimitException.class);
        place.close();
        boolean[] called = new boolean[1];
        route.whenWritable(() -> called[0] = true);
        assertThat(called[0]).isTrue();
    }

    /** A publisher with one message after another, each of which waits in the queue. */
    private final class Turn {

        private final Route route;
        private final int bytes;
        private int said;

        Turn(Route route, int bytes) {
            this.route = route;
            this.bytes = bytes;
        }

        void next() {
            if (said < 20) {
                Route.Waiter[] place = new Route.Waiter[1];
                boolean[] over = new boolean[1];
                Runnable attempt = () -> {
                    if (!over[0] && give(place[0])) {
                        over[0] = true;
                        place[0].close();
                        said++;
                        next();
                    }
                };
                place[0] = route.enter(() -> world.after(Duration.ZERO, attempt));
                world.after(Duration.ZERO, attempt);
            }
        }

        private boolean give(Route.Waiter place) {
            return route.offer(said + 1, ByteBuffer.allocate(0), ByteBuffer.allocate(bytes), null, place) == 2
                    || route.matched() == 1 && route.sent() == said + 1;
        }
    }
}
