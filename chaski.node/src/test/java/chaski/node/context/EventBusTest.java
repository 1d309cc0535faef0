package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import chaski.testkit.LogLines;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventBusTest {

    private static final NodeEvent.Draft DOWN =
            at -> new NodeEvent.PeerDown(at, new NodeId(new UUID(0, 1)), "bob", "silent", false);

    private final LogLines own = LogLines.of(EventBus.class.getName());
    private final LogLines log = LogLines.of(EventLog.class.getName());
    private final Counters counters = new Counters();

    @AfterEach
    void close() {
        own.close();
        log.close();
    }

    private long counted(String counter) {
        return counters.snapshot().getOrDefault(counter, 0L);
    }

    @Test
    void aListenerThatFailsIsLoggedOnceAMinuteAndTheOthersAreCalled() {
        Simulation world = new Simulation(1);
        EventBus bus = new EventBus("a", world.environment("a"), counters);
        List<NodeEvent> heard = new ArrayList<>();
        bus.watch(event -> {
            throw new NoClassDefFoundError("gone");
        });
        bus.watch(heard::add);

        for (int i = 0; i < 5; i++) {
            bus.raise(DOWN);
            world.run(Duration.ofSeconds(1));
        }

        assertThat(heard).hasSize(5);
        assertThat(counted("events.listenerFailed")).isEqualTo(5);
        assertThat(own.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING node a: a listener of events (Node.watch) failed, ")
                .contains("NoClassDefFoundError: gone");
    }

    @Test
    void anEventHasTheTimeOfTheNodesClock() {
        Simulation world = new Simulation(1);
        Environment environment = world.environment("a");
        EventBus bus = new EventBus("a", environment, counters);
        List<NodeEvent> heard = new ArrayList<>();
        bus.watch(heard::add);
        world.run(Duration.ofSeconds(5));

        Instant raised = Instant.ofEpochMilli(environment.wallTimeMillis());
        bus.raise(DOWN);
        world.run(Duration.ofSeconds(1));

        assertThat(heard).extracting(NodeEvent::at).containsExactly(raised);
    }

    @Test
    void eventsThatAreDroppedAreCountedAndLogged() {
        Simulation world = new Simulation(1);
        EventBus bus = new EventBus("a", world.environment("a"), counters);
        List<NodeEvent> heard = new ArrayList<>();
        bus.watch(heard::add);

        for (int i = 0; i < EventDispatcher.MAX_WAITING + 7; i++) {
            bus.raise(DOWN);
        }
        world.run(Duration.ofSeconds(1));

        assertThat(heard).hasSize(EventDispatcher.MAX_WAITING);
        assertThat(counted("events.dropped")).isEqualTo(7);
        assertThat(own.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING node a: events are dropped, because 10000 wait for listeners");
    }

    @Test
    void aListenerThatDoesNotReturnDoesNotHoldTheLogUp() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (Environment environment = new RealEnvironment("a")) {
            EventBus bus = new EventBus("a", environment, counters);
            bus.logTo(new EventLog("a", environment::nanoTime));
            CountDownLatch held = new CountDownLatch(1);
            bus.watch(event -> {
                held.countDown();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            bus.raise(at -> new NodeEvent.TransportArrived(at, "mem"));
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();

            bus.raise(DOWN);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> log.lines().size() == 1);
            assertThat(log.lines()).containsExactly("WARNING node a: bob is down: silent");
        } finally {
            over.countDown();
        }
    }
}
