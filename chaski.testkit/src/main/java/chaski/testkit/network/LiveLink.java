package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkSecurity;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One side of a link that lives on the network's thread. Nothing here waits for that thread, because its handlers may
 * wait for the caller's.
 */
final class LiveLink implements Link {

    private final LiveNetwork network;
    private final LinkEnd inner;
    private final AtomicBoolean requested = new AtomicBoolean();

    LiveLink(LiveNetwork network, LinkEnd inner) {
        this.network = network;
        this.inner = inner;
    }

    @Override
    public Endpoint local() {
        return inner.local();
    }

    @Override
    public Endpoint remote() {
        return inner.remote();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return inner.peerCertificates();
    }

    @Override
    public Optional<LinkSecurity> security() {
        return inner.security();
    }

    @Override
    public void start(LinkHandler handler) {
        network.execute(() -> inner.start(handler));
    }

    @Override
    public void requestWrite() {
        if (requested.compareAndSet(false, true)) {
            network.execute(() -> {
                requested.set(false);
                inner.requestWrite();
            });
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) {
        inner.write(buffers, count);
    }

    @Override
    public CompletionStage<Void> close() {
        network.execute(inner::close);
        return inner.whenOver();
    }

    @Override
    public CompletionStage<Void> closeAfterWrites() {
        network.execute(inner::closeAfterWrites);
        return inner.whenOver();
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
