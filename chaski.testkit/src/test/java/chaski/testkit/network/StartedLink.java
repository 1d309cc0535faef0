package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Listener;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A link between two hosts, both sides started. */
final class StartedLink {

    final CountingSide dialler;
    final CountingSide acceptor;
    final String endpoint;
    private final SimulatedLink link;

    StartedLink(SimulatedNetwork network, String from, String to) {
        this(network, from, to, SimulatedNetwork.SCHEME);
    }

    StartedLink(SimulatedNetwork network, String from, String to, String scheme) {
        this(network, from, to, network.transport(from, scheme), network.transport(to, scheme));
    }

    StartedLink(
            SimulatedNetwork network,
            String from,
            String to,
            InMemoryTransport transport,
            InMemoryTransport otherTransport) {
        Simulation world = network.simulation();
        List<CountingSide> accepted = new ArrayList<>();
        Listener listener = otherTransport.listen(
                new Endpoint(transport.scheme(), to, 0), l -> accepted.add(new CountingSide(world, l)));
        CompletableFuture<Link> connect =
                transport.connect(listener.bound(), ConnectOptions.DEFAULT).toCompletableFuture();
        world.await("the link is there", () -> connect.isDone() && !accepted.isEmpty(), Duration.ofSeconds(9));
        endpoint = listener.bound().toString();
        dialler = new CountingSide(world, connect.join());
        acceptor = accepted.get(0);
        link = network.links(from, to).get(network.links(from, to).size() - 1);
    }

    SimulatedLink link() {
        return link;
    }
}
