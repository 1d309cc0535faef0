package chaski.node;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A transport without its encryption. */
record PlainTransport(Transport inner) implements Transport {

    @Override
    public String scheme() {
        return inner.scheme();
    }

    @Override
    public Set<Feature> features() {
        EnumSet<Feature> features = EnumSet.copyOf(inner.features());
        features.remove(Feature.SECURE);
        return features;
    }

    @Override
    public Listener listen(Endpoint local, LinkAcceptor acceptor) {
        return inner.listen(local, acceptor);
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        return inner.connect(remote, options);
    }

    @Override
    public void close() {
        inner.close();
    }
}
