package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.testkit.simulation.SimulatedProcess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The transport of one host of a {@link SimulatedNetwork}: links are bytes in memory, in virtual time.
 *
 * <p>An endpoint's host is the name of a process, one of its aliases, or {@code localhost}, {@code 127.0.0.1} and
 * {@code ::1} for its own host. Links can be authenticated as by TLS; they are not encrypted, since the bytes stay in
 * the process. Obtained from {@link SimulatedNetwork#transport(String)}. Confined to the simulation's
 * thread.
 */
public final class InMemoryTransport implements Transport {

    private final SimulatedNetwork network;
    private final TransportLinks links;
    private final String scheme;
    private final Set<Feature> features;
    private final Set<SimulatedListener> listeners = new LinkedHashSet<>();
    private final Set<CompletableFuture<Link>> dialling = new LinkedHashSet<>();
    private boolean closed;

    InMemoryTransport(SimulatedNetwork network, SimulatedProcess process, String scheme, Set<Feature> features) {
        this.network = network;
        this.features = features;
        this.links = new TransportLinks(process, features.contains(Feature.DATAGRAM));
        this.scheme = scheme;
        process.onKill(this::die);
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public Set<Feature> features() {
        return features;
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        return listen(local, ListenOptions.DEFAULT, acceptor);
    }

    @Override
    public Listener listen(Endpoint local, ListenOptions options, LinkAcceptor acceptor) {
        check(local, "listen on");
        if (!network.isHost(local.host(), host())) {
            throw new TransportException("cannot listen on " + local + ": this is host " + host());
        }
        SimulatedListener bound =
                new SimulatedListener(links, network.ports(), local, options, acceptor, listeners::remove);
        listeners.add(bound);
        return bound;
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        CompletableFuture<Link> result = new CompletableFuture<>();
        try {
            check(remote, "connect to");
        } catch (TransportException e) {
            result.completeExceptionally(e);
            return result;
        }
        dialling.add(result);
        result.whenComplete((link, failure) -> dialling.remove(result));
        new SimulatedDial(network, this, remote, result).begin(options);
        return result;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List.copyOf(listeners).forEach(SimulatedListener::close);
        links.close();
        List.copyOf(dialling)
                .forEach(d -> d.completeExceptionally(new TransportException("the transport " + this + " was closed")));
    }

    @Override
    public String toString() {
        return scheme + " of host " + host();
    }

    String host() {
        return links.host();
    }

    SimulatedProcess process() {
        return links.process();
    }

    TransportLinks links() {
        return links;
    }

    private void die() {
        closed = true;
        List.copyOf(listeners).forEach(SimulatedListener::close);
        links.die();
        dialling.clear();
    }

    private void check(Endpoint endpoint, String what) {
        if (!endpoint.scheme().equals(scheme)) {
            throw new TransportException("cannot " + what + " " + endpoint + ": this transport speaks " + scheme);
        }
        if (closed) {
            throw new TransportException("cannot " + what + " " + endpoint + ": the transport is closed");
        }
    }
}
