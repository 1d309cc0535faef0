package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import chaski.testkit.contract.TransportContract;
import chaski.testkit.network.DatagramNetwork;
import chaski.testkit.network.DatagramProfile;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The contract of transports in virtual time, over a line of the subclass's choice. */
abstract class SimulatedContract extends TransportContract {

    private final Simulation world = new Simulation(7602);
    private final DatagramNetwork network = new DatagramNetwork(world);

    SimulatedContract(DatagramProfile line) {
        network.line(line);
    }

    @Override
    protected Transport create() {
        return SimulatedRuntime.transport(network, "host");
    }

    @Override
    protected Endpoint listenEndpoint() {
        return new Endpoint("udp", network.address("host").getHostAddress(), 0);
    }

    @Override
    protected java.util.Optional<Endpoint> silentEndpoint() {
        return java.util.Optional.of(Endpoint.parse("udp://192.0.2.1:7601"));
    }

    @Override
    protected void awaitUntil(String what, BooleanSupplier condition) {
        world.await(what, condition, Duration.ofMinutes(5));
    }

    @Override
    protected void onAnotherThread(Runnable action) {
        action.run();
    }
}
