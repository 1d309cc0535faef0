package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.PeerDown;
import chaski.api.node.NodeEvent.SessionLost;
import chaski.api.protocol.Route;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Two nodes that exchange a message each millisecond during an attack: every message must arrive, once, in order, and
 * without a long pause.
 */
final class HealthyPair {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration EACH = Duration.ofMillis(1);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(2);

    private final Simulation world;
    private final Talker from;
    private final Talker to;
    private final Route route;
    private boolean over;
    private long sent;
    private int heard;
    private Duration heardAt;
    private Duration longestGap = Duration.ZERO;

    /** Begins as soon as the second one has subscribed; no other part of the test may use it. */
    HealthyPair(Simulation world, Talker from, Talker to, String topic) {
        this.world = world;
        this.from = from;
        this.to = to;
        to.listen(topic, 1 << 20);
        route = from.route(topic);
        world.await("the healthy pair meets", () -> route.matched() == 1, SOON);
        heardAt = world.now();
        next();
    }

    private void next() {
        if (over) {
            return;
        }
        if (Talker.say(route, sent + 1, 100) >= 1) {
            sent++;
        }
        if (to.heard.size() > heard) {
            heard = to.heard.size();
            heardAt = world.now();
        }
        Duration gap = world.now().minus(heardAt);
        longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
        world.after(EACH, this::next);
    }

    /** Ends it. */
    void assertExact() {
        over = true;
        world.await("all is confirmed", () -> route.unconfirmed() == 0, SOON);
        assertThat(to.heard)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sent).boxed().toList());
        assertThat(sent).isPositive();
        assertThat(longestGap).isLessThan(LONGEST_GAP);
        for (Talker each : new Talker[] {from, to}) {
            assertThat(each.raised(SessionLost.class)).isEmpty();
            assertThat(each.raised(PeerDown.class))
                    .noneMatch(down ->
                            down.peer().equals(from.node.id()) || down.peer().equals(to.node.id()));
        }
    }
}
