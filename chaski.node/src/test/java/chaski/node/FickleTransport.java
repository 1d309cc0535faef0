package chaski.node;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.ConnectionRefusedException;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import chaski.testkit.simulation.Simulation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport that counts its dials, and whose dials fail immediately or get no answer while the test requires it. */
final class FickleTransport implements Transport {

    private final Simulation world;
    private final Transport transport;
    private Mood mood = Mood.WORKS;
    private int dials;

    enum Mood {
        WORKS,
        REFUSES,
        HANGS
    }

    FickleTransport(Simulation world, Transport transport) {
        this.world = world;
        this.transport = transport;
    }

    void mood(Mood now) {
        mood = now;
    }

    int dials() {
        return dials;
    }

    @Override
    public String scheme() {
        return transport.scheme();
    }

    @Override
    public Set<Feature> features() {
        return transport.features();
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        return transport.listen(local, acceptor);
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        dials++;
        return switch (mood) {
            case WORKS -> transport.connect(remote, options);
            case REFUSES -> CompletableFuture.failedFuture(new ConnectionRefusedException("refused"));
            case HANGS -> hang(options);
        };
    }

    private CompletionStage<Link> hang(ConnectOptions options) {
        CompletableFuture<Link> dial = new CompletableFuture<>();
        world.after(options.timeout(), () -> dial.completeExceptionally(new TransportException("no answer")));
        return dial;
    }

    @Override
    public Map<String, Long> counters() {
        return dials == 0 ? Map.of() : Map.of(scheme() + ".dials", (long) dials);
    }

    @Override
    public void close() {
        transport.close();
    }
}
