package chaski.streamer.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerStallMonitorTest {

    private final Simulation world = new Simulation(1);
    private final List<NodeEvent> events = new ArrayList<>();
    private final HandlerStallMonitor watch =
            new HandlerStallMonitor(world.environment("node"), draft -> events.add(draft.at(Instant.EPOCH)));
    private final Handler handler = new Handler();

    private static final class Handler implements HandlerStallMonitor.Monitored {

        private long progress;
        private boolean atWork;
        private boolean closed;

        @Override
        public long progress() {
            return progress;
        }

        @Override
        public boolean isHandling() {
            return atWork;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public String toString() {
            return "subscription a";
        }
    }

    @Test
    void aHandlerThatStaysInOneMessageForFiveSecondsIsReportedOnce() {
        watch.add(handler);
        handler.atWork = true;

        world.run(Duration.ofSeconds(5));
        assertThat(events).isEmpty();
        world.run(Duration.ofSeconds(60));

        assertThat(events).singleElement().isInstanceOfSatisfying(NodeEvent.HandlerStalled.class, e -> {
            assertThat(e.what()).isEqualTo("subscription a");
            assertThat(e.millis()).isBetween(5000L, 6000L);
        });
        handler.progress++;
        world.run(Duration.ofSeconds(60));
        assertThat(events).hasSize(2);
    }

    @Test
    void aHandlerThatWaitsForMessagesOrGetsOnIsNotStalled() {
        watch.add(handler);
        world.run(Duration.ofSeconds(60));
        handler.atWork = true;
        for (int i = 0; i < 60; i++) {
            handler.progress++;
            world.run(Duration.ofSeconds(1));
        }

        assertThat(events).isEmpty();
    }

    @Test
    void nothingIsWatchedWithoutASubscription() {
        watch.add(handler);
        handler.closed = true;
        world.run(Duration.ofSeconds(2));
        long before = world.events();

        world.run(Duration.ofSeconds(60));
        assertThat(world.events()).isEqualTo(before);

        Handler next = new Handler();
        next.atWork = true;
        watch.add(next);
        world.run(Duration.ofSeconds(10));
        assertThat(events).hasSize(1);
    }
}
