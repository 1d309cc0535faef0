package chaski.testkit.network;

import chaski.api.transport.Transport;
import chaski.testkit.simulation.LiveSimulation;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The simulated network in real time, for tests of programs with real threads: nodes in one JVM communicate without
 * sockets, and faults can be injected into their links.
 *
 * <pre>{@code
 * try (LiveNetwork network = new LiveNetwork(1);
 *         Node a = Chaski.node().transport(network.transport("a")).listen("mem://a:7601").start();
 *         Node b = Chaski.node().transport(network.transport("b")).join("mem://a:7601").start()) {
 *     network.change(n -> n.cut("a", "b"));
 * }
 * }</pre>
 *
 * <p>Thread-safe. All links of one network share one I/O thread, which ends with {@link #close}.
 */
public final class LiveNetwork implements AutoCloseable {

    private final LiveSimulation world;
    private final SimulatedNetwork network;

    /**
     * Starts a network without faults.
     *
     * @param seed determines everything random
     */
    public LiveNetwork(long seed) {
        world = new LiveSimulation(seed);
        network = world.call(SimulatedNetwork::new);
    }

    /**
     * Makes a transport with the scheme {@code mem}.
     *
     * @param host the name of the host that uses it
     * @return a new transport
     */
    public Transport transport(String host) {
        return transport(host, SimulatedNetwork.SCHEME);
    }

    /**
     * Makes a transport with another scheme.
     *
     * @param host the name of the host that uses it
     * @param scheme the scheme of its endpoints
     * @return a new transport
     */
    public Transport transport(String host, String scheme) {
        return new LiveTransport(this, call(n -> n.transport(host, scheme)));
    }

    /**
     * Changes the network: profiles, partitions, cuts. Returns when it is done.
     *
     * @param change what to do; it runs on the network's thread and must not block
     */
    public void change(Consumer<SimulatedNetwork> change) {
        call(n -> {
            change.accept(n);
            return n;
        });
    }

    /** Ends the network: its links are dead, without notification. Close the transports first. */
    @Override
    public void close() {
        world.close();
    }

    <T> T call(Function<SimulatedNetwork, T> action) {
        return world.isHere() ? action.apply(network) : world.call(w -> action.apply(network));
    }

    /** Closes something; when the world has ended, everything is closed. */
    void close(Runnable closing) {
        try {
            call(n -> {
                closing.run();
                return n;
            });
        } catch (IllegalStateException e) {
            if (!world.ended()) {
                throw e;
            }
        }
    }

    void execute(Runnable action) {
        world.execute(w -> action.run());
    }
}
