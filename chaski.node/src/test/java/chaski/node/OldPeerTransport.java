package chaski.node;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Feature;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.Listener;
import chaski.api.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Makes a node appear to others with only some of its capabilities, by changing its HELLOs. */
final class OldPeerTransport implements Transport {

    private static final int HEADER_BYTES = 4;

    private final Transport transport;
    private final int capabilities;

    OldPeerTransport(Transport transport, int capabilities) {
        this.transport = transport;
        this.capabilities = capabilities;
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
        return transport.listen(local, link -> acceptor.accept(new OldLink(link)));
    }

    @Override
    public CompletionStage<Link> connect(Endpoint remote, ConnectOptions options) {
        return transport.connect(remote, options).thenApply(OldLink::new);
    }

    @Override
    public Map<String, Long> counters() {
        return transport.counters();
    }

    @Override
    public void close() {
        transport.close();
    }

    /** A link whose first frame, the HELLO, is changed. */
    private final class OldLink implements Link {

        private final Link link;
        private boolean helloSent;

        OldLink(Link link) {
            this.link = link;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            if (!helloSent && count > 0) {
                helloSent = true;
                ByteBuffer hello = buffers[0];
                int body = hello.getInt(hello.position()) & 0xFFFFFF;
                // the empty instance follows the capabilities
                hello.putInt(hello.position() + HEADER_BYTES + body - Short.BYTES - Integer.BYTES, capabilities);
            }
            link.write(buffers, count);
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
        public void start(LinkHandler handler) {
            link.start(handler);
        }

        @Override
        public void requestWrite() {
            link.requestWrite();
        }

        @Override
        public int largestDatagramBytes() {
            return link.largestDatagramBytes();
        }

        @Override
        public boolean sendDatagram(ByteBuffer bytes) {
            return link.sendDatagram(bytes);
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
}
