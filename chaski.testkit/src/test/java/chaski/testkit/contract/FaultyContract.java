package chaski.testkit.contract;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The contract for a transport with a fault. Run by {@link ContractFindsFaultsTest}, so its name is not that of a test.
 */
class FaultyContract extends TransportContract {

    static Supplier<FaultyTransport> faulty;

    final Simulation world = new Simulation(1);
    final SimulatedNetwork network = new SimulatedNetwork(world);

    @Override
    protected Transport create() {
        return faulty.get().around(network.transport("a"));
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("mem://a:0");
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
