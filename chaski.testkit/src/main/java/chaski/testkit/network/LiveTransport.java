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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Passes everything to a transport that lives on the network's thread. Thread-safe. */
final class LiveTransport implements Transport {

    private final LiveNetwork network;
    private final InMemoryTransport inner;

    LiveTransport(LiveNetwork network, InMemoryTransport inner) {
        this.network = network;
        this.inner = inner;
    }

    @Override
    public String scheme() {
        return inner.scheme();
    }

    @Override
    public Set<Feature> features() {
        return inner.features();
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        return listen(local, ListenOptions.DEFAULT, acceptor);
    }

    @Override
    public Listener listen(Endpoint local, ListenOptions options, LinkAcceptor acceptor) {
        Listener bound = network.call(n -> inner.listen(local, options, link -> acceptor.accept(live(link))));
        return new LiveListener(network, bound);
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        CompletableFuture<Link> result = new CompletableFuture<>();
        network.execute(() -> {
            CompletableFuture<Link> dial = inner.connect(remote, options).toCompletableFuture();
            dial.whenComplete((link, failure) -> pass(result, link, failure));
            result.whenComplete((link, failure) -> network.execute(() -> dial.cancel(true)));
            if (result.isDone()) {
                dial.cancel(true); // immediately: later changes of the network must not complete it
            }
        });
        return result;
    }

    @Override
    public void close() {
        network.close(inner::close);
    }

    private void pass(CompletableFuture<Link> result, Link link, Throwable failure) {
        if (link == null) {
            result.completeExceptionally(
                    failure instanceof TransportException
                            ? failure
                            : new TransportException("cannot connect", failure));
        } else if (!result.complete(live(link))) {
            link.close();
        }
    }

    private LiveLink live(Link link) {
        return new LiveLink(network, (LinkEnd) link);
    }

    /** A listener on the network's thread. */
    private record LiveListener(LiveNetwork network, Listener inner) implements Listener {

        @Override
        public Endpoint bound() {
            return inner.bound();
        }

        @Override
        public void close() {
            network.close(inner::close);
        }
    }
}
