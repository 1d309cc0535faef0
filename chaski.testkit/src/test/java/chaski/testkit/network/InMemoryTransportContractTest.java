package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import chaski.testkit.contract.TransportContract;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The transport in memory passes the contract in virtual time. */
class InMemoryTransportContractTest extends TransportContract {

    final Simulation world = new Simulation(1).interleaving(Duration.ofNanos(1000));
    final SimulatedNetwork network = new SimulatedNetwork(world);

    @Override
    protected Transport create() {
        return network.transport("a");
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("mem://a:0");
    }

    @Override
    protected Optional<Endpoint> silentEndpoint() {
        network.transport("silent").listen(Endpoint.parse("mem://silent:7"), Link::close);
        network.isolate("silent");
        return Optional.of(Endpoint.parse("mem://silent:7"));
    }

    @Override
    protected void awaitUntil(String what, BooleanSupplier condition) {
        world.await(what, condition, Duration.ofMinutes(1));
    }

    @Override
    protected void onAnotherThread(Runnable action) {
        action.run();
    }
}
