package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A transport that counts the bytes that it passes to the user of its links. */
final class CountingTransport implements Transport {

    private final Transport transport;
    private final AtomicLong passed = new AtomicLong();

    CountingTransport(Transport transport) {
        this.transport = transport;
    }

    /** {@return how many bytes of any link its user has received} */
    long passedBytes() {
        return passed.get();
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
        return transport.listen(local, link -> acceptor.accept(new CountedLink(link)));
    }

    @Override
    public Listener listen(Endpoint local, ListenOptions options, LinkAcceptor acceptor) {
        return transport.listen(local, options, link -> acceptor.accept(new CountedLink(link)));
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        return transport.connect(remote, options).thenApply(CountedLink::new);
    }

    @Override
    public Map<String, Long> counters() {
        return transport.counters();
    }

    @Override
    public void close() {
        transport.close();
    }

    private final class CountedLink implements Link {

        private final Link link;

        CountedLink(Link link) {
            this.link = link;
        }

        @Override
        public Endpoint local() {
            return link.local();
        }

        @Override
        public Endpoint remote() {
            return link.remote();
        }

        @Override
        public List<X509Certificate> peerCertificates() {
            return link.peerCertificates();
        }

        @Override
        public Optional<LinkSecurity> security() {
            return link.security();
        }

        @Override
        public void start(LinkHandler handler) {
            link.start(new Counter(handler));
        }

        @Override
        public void requestWrite() {
            link.requestWrite();
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            link.write(buffers, count);
        }

        @Override
        public CompletionStage<Void> close() {
            return link.close();
        }

        @Override
        public CompletionStage<Void> closeAfterWrites() {
            return link.closeAfterWrites();
        }
    }

    private final class Counter implements LinkHandler {

        private final LinkHandler handler;

        Counter(LinkHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onBytes(ByteBuffer bytes) {
            passed.addAndGet(bytes.remaining());
            handler.onBytes(bytes);
        }

        @Override
        public void onReadComplete() {
            handler.onReadComplete();
        }

        @Override
        public void onWritable() {
            handler.onWritable();
        }

        @Override
        public void onReleased(long totalBytes) {
            handler.onReleased(totalBytes);
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            handler.onClosed(cause);
        }
    }
}
