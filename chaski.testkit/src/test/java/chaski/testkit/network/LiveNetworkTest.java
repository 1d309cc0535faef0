package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import chaski.testkit.simulation.LiveSimulation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LiveNetworkTest {

    @Test
    void linksCanBeHarmed() {
        try (LiveNetwork network = new LiveNetwork(1)) {
            Endpoint bound = network.transport("b")
                    .listen(Endpoint.parse("mem://b:0"), link -> new CountingSide(null, link))
                    .bound();
            CompletableFuture<Link> connect = network.transport("a")
                    .connect(bound, ConnectOptions.DEFAULT)
                    .toCompletableFuture();
            CountingSide side = new CountingSide(null, connect.join());

            network.change(n -> n.cut("a", "b"));

            Awaitility.await().until(() -> network.call(n -> side.closed == 1 && side.cause != null));
        }
    }

    @Test
    void cancelledConnectIsGivenUp() {
        try (LiveNetwork network = new LiveNetwork(1)) {
            Transport a = network.transport("a");
            network.transport("b").listen(Endpoint.parse("mem://b:1"), Link::close);
            network.change(n -> n.isolate("b"));
            CompletableFuture<Link> connect = a.connect(Endpoint.parse("mem://b:1"), ConnectOptions.DEFAULT)
                    .toCompletableFuture();

            connect.cancel(true);
            network.change(SimulatedNetwork::heal);

            network.change(n -> assertThat(n.links()).isEmpty());
        }
    }

    @Test
    void errorsArriveAsTheyAre() {
        try (LiveNetwork network = new LiveNetwork(1)) {
            Transport a = network.transport("a");

            assertThatThrownBy(() -> a.listen(Endpoint.parse("mem://b:0"), Link::close))
                    .isInstanceOf(TransportException.class);
        }
    }

    @Test
    void assertionsThatFailInTheSimulationFailAtTheCallerAndTheSimulationContinues() {
        try (LiveNetwork network = new LiveNetwork(1)) {
            assertThatThrownBy(() -> network.change(n -> {
                        throw new AssertionError("as expected");
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("as expected");
            network.change(n -> assertThat(n.links()).isEmpty());
        }
    }

    @Test
    void endedWorldRefusesCallsAndEndsItsThread() {
        LiveSimulation world = new LiveSimulation(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        world.execute(w -> thread.set(Thread.currentThread()));
        world.call(w -> assertThatThrownBy(() -> world.call(x -> x)).hasMessageContaining("wait for itself"));
        world.close();
        world.close();

        assertThat(thread.get().isAlive()).isFalse();
        assertThatThrownBy(() -> world.call(w -> w)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void brokenSimulationReportsTheReasonToItsCallers() {
        LiveSimulation world = new LiveSimulation(1);
        world.execute(w -> w.after(Duration.ofMillis(1), () -> {
            throw new IllegalArgumentException("broken by the test");
        }));

        Awaitility.await().untilAsserted(() -> assertThatThrownBy(() -> world.call(w -> w))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("broken by the test"));
    }
}
