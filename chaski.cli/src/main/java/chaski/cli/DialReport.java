package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A transport that tells of each attempt to dial that failed, and why. A node dials again and again without a word; who typed
 * the endpoint wants to know. Thread-safe.
 */
final class DialReport implements Transport {

    private final Transport transport;
    private final Listener listener;

    DialReport(Transport transport, Listener listener) {
        this.transport = transport;
        this.listener = listener;
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
    public chaski.api.transport.Listener listen(Endpoint local, LinkAcceptor acceptor) {
        return transport.listen(local, acceptor);
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        // Not a dependent stage: the engine may cancel the one that the transport gave.
        CompletionStage<Link> link = transport.connect(remote, options);
        link.whenComplete((made, error) -> {
            if (error == null) {
                listener.reached(remote);
            } else {
                listener.failed(remote, OneLine.of(error));
            }
        });
        return link;
    }

    @Override
    public void close() {
        transport.close();
    }

    /** Told on the transport's threads; must not block. */
    interface Listener {

        /**
         * An attempt to dial failed.
         *
         * @param endpoint what was dialled
         * @param reason why it failed
         */
        void failed(Endpoint endpoint, String reason);

        /**
         * A link was made.
         *
         * @param endpoint what was dialled
         */
        default void reached(Endpoint endpoint) {}
    }
}
