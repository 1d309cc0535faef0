package chaski.testkit.contract;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Passes everything on; its links may be faulty, and a fault of the transport overrides a method. */
class FaultyTransport implements Transport {

    private final Supplier<FaultyLink> links;
    private Transport inner;

    FaultyTransport() {
        this(FaultyLink::new);
    }

    FaultyTransport(Supplier<FaultyLink> links) {
        this.links = links;
    }

    FaultyTransport around(Transport transport) {
        inner = transport;
        return this;
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
        return inner.listen(local, link -> acceptor.accept(links.get().around(link)));
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        return inner.connect(remote, options).thenApply(link -> links.get().around(link));
    }

    @Override
    public void close() {
        inner.close();
    }
}
