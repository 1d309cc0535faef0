package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.ProtocolException;
import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.node.context.EventBus;
import chaski.testkit.LogLines;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The code of one channel fails wherever the engine calls it: the session and the messages of other channels are not
 * affected.
 */
class ChannelFailureTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MESSAGES = 200;

    private final LogLines log = LogLines.of(EventBus.class.getName());
    private final Simulation world = new Simulation(5).interleaving(Duration.ofMillis(1));
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker a = new Talker(network, "a", 1, "b", SessionConfig.DEFAULT);
    private final Talker b = new Talker(network, "b", 2, "", SessionConfig.DEFAULT);
    private final List<Route> streams = new ArrayList<>();

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheCodeOfAChannelThrowsHarmsNeitherTheSessionNorOtherChannels(Faulty.Place place) {
        Faulty good = new Faulty(a.node, null, AssertionError::new);
        Faulty bad = new Faulty(b.node, place, () -> new NoClassDefFoundError("gone"));
        meet();

        provoke(place, good, bad);
        streamAll();

        assertThat(bad.calls(place)).isPositive();
        assertSessionLives();
        assertThat(b.counted("channels.failed.faulty")).isEqualTo(bad.calls(place));
        assertThat(b.counted("channels.failed")).isEqualTo(bad.calls(place));
        assertThat(log.lines()).anySatisfy(line -> assertThat(line)
                .startsWith("SEVERE node b: the channel faulty failed (")
                .contains("NoClassDefFoundError: gone", "bundle"));
        if (place.isolates()) {
            assertThat(bad.calls(place)).isOne();
            assertThat(bad.calls(Faulty.Place.END)).isEqualTo(place == Faulty.Place.SESSION ? 0 : 1);
        }
    }

    /** Until it is opened again, and then it begins like any other. */
    @Test
    void whatIsSentToAChannelThatHasFailedIsUnsubscribedUntilItIsOpenedAnew() {
        Faulty good = new Faulty(a.node, null, AssertionError::new);
        Faulty bad = new Faulty(b.node, Faulty.Place.MESSAGE, () -> new IllegalStateException("a mistake"));
        meet();
        for (int sequence = 1; sequence <= 5; sequence++) {
            say(good, sequence);
        }
        world.await("all is known to be unsubscribed", () -> unsubscribed() == 5, SOON);
        assertThat(bad.calls(Faulty.Place.MESSAGE)).isOne();

        bad.channel.close();
        Faulty better = new Faulty(b.node, null, AssertionError::new);
        world.await("it is notified of the session", () -> better.calls(Faulty.Place.ROUTE) == 1, SOON);
        say(good, 6);
        world.await("a message", () -> better.calls(Faulty.Place.MESSAGE) == 1, SOON);

        streamAll();
        assertThat(unsubscribed()).isEqualTo(5);
        assertSessionLives();
    }

    /** A violation by the peer that a channel reports is no failure of the channel. */
    @Test
    void aProtocolExceptionEndsTheSession() {
        Faulty good = new Faulty(a.node, null, AssertionError::new);
        new Faulty(b.node, Faulty.Place.MESSAGE, () -> new ProtocolException("not this"));
        meet();
        say(good, 1);

        world.await("the end", () -> b.counted("sessions.ended") == 1, SOON);

        assertThat(b.counted("refused.protocol")).isPositive();
        assertThat(b.counted("channels.failed")).isZero();
    }

    private void meet() {
        b.listen("there", 1 << 20);
        a.listen("back", 1 << 20);
        streams.add(a.route("there"));
        streams.add(b.route("back"));
        world.await("they meet", () -> streams.stream().allMatch(s -> s.matched() == 1), SOON);
        streamUpTo(MESSAGES / 2);
    }

    private long said;

    private void streamUpTo(long last) {
        while (said < last) {
            said++;
            long sequence = said;
            streams.forEach(
                    stream -> assertThat(Talker.say(stream, sequence, 100)).isOne());
            world.run(Duration.ofMillis(1));
        }
    }

    private void streamAll() {
        streamUpTo(MESSAGES);
        world.await("all arrives", () -> a.heard.size() >= MESSAGES && b.heard.size() >= MESSAGES, SOON);
    }

    private void assertSessionLives() {
        List<Long> all = LongStream.rangeClosed(1, MESSAGES).boxed().toList();
        assertThat(a.heard).isEqualTo(all);
        assertThat(b.heard).isEqualTo(all);
        for (Talker each : List.of(a, b)) {
            assertThat(each.counted("sessions.begun")).isOne();
            assertThat(each.counted("sessions.ended")).isZero();
            assertThat(each.counted("sessions.parked")).isZero();
        }
    }

    private long unsubscribed() {
        return a.raised(NodeEvent.Unsubscribed.class).stream()
                .mapToLong(NodeEvent.Unsubscribed::count)
                .sum();
    }

    private static void say(Faulty good, long sequence) {
        good.routes.get(0).offer(sequence, Faulty.bytes(10), Faulty.bytes(10), null, null);
    }

    private void provoke(Faulty.Place place, Faulty good, Faulty bad) {
        switch (place) {
            case SESSION -> {}
            case ROUTE, MESSAGE, IDLE -> say(good, 1);
            case LARGE_MESSAGE -> good.routes.get(0).offer(1, Faulty.bytes(10), Faulty.bytes(200_000), null, null);
            case DATAGRAM -> good.routes.get(0).datagram(1, Faulty.bytes(10), Faulty.bytes(10));
            case END_OF_ROUTE -> {
                say(good, 1);
                good.routes.get(0).close();
            }
            case APPLIED -> bad.declare("applied", 1000);
            case END -> bad.channel.close();
            case CUT -> {
                bad.declare("x", 1000);
                bad.keep();
                Route route = block(good);
                good.channel.cut(route.stall().orElseThrow());
            }
            case MATCH -> {
                bad.route("x");
                good.declare("x", 1000);
            }
            case RECEIPT -> {
                good.declare("x", 1000);
                Route route = matched(bad);
                route.offer(1, Faulty.bytes(10), Faulty.bytes(10), (acknowledged, lost) -> bad.at(place), null);
            }
            case WAKE_UP -> {
                good.declare("x", 1000);
                good.keep();
                Route route = block(bad);
                route.offer(3, Faulty.bytes(10), Faulty.bytes(800), null, route.enter(() -> bad.at(place)));
                good.take();
            }
            case WRITABLE -> {
                good.declare("x", 1000);
                good.keep();
                block(bad).whenWritable(() -> bad.at(place));
                good.take();
            }
            case WITHDRAWN -> bad.declare("x", 1000).withdraw(() -> bad.at(place));
            case TASK -> bad.channel.environment().execute(() -> bad.at(place));
            case TIMER -> bad.channel.environment().schedule(1_000_000, () -> bad.at(place));
            case THREAD -> bad.channel.environment().start("thread", () -> bad.at(place));
        }
        world.run(Duration.ofSeconds(1));
    }

    private Route matched(Faulty from) {
        Route route = from.route("x");
        world.await("a match", () -> route.matched() == 1, SOON);
        return route;
    }

    /** A route whose only subscriber accepts no more messages. */
    private Route block(Faulty from) {
        Route route = matched(from);
        assertThat(route.offer(1, Faulty.bytes(10), Faulty.bytes(800), null, null))
                .isOne();
        world.run(Duration.ofMillis(100));
        assertThat(route.offer(2, Faulty.bytes(10), Faulty.bytes(800), null, null))
                .isEqualTo(Route.BLOCKED);
        return route;
    }
}
