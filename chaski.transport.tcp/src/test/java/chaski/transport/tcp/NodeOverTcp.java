package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.node.NodeServiceProvider;
import chaski.api.node.ReconnectConfig;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A node with a TCP transport of its own, and what it reports. */
final class NodeOverTcp implements AutoCloseable {

    /** A busy machine may take a while; no test waits for this. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);

    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    private final CountingTransport transport;
    private final Node node;

    /**
     * Starts a node.
     *
     * @param links secures all its links, whatever the node itself asks for; empty for a node that does as it is configured
     * @param configured adds to the configuration
     */
    NodeOverTcp(String name, Optional<LinkSecurity> links, Consumer<? super Node.Builder> configured) {
        Transport plain = new TcpTransport();
        transport = new CountingTransport(
                links.map(security -> TlsLab.securing(plain, security)).orElse(plain));
        Node.Builder builder =
                Chaski.node().name(name).reconnect(ReconnectConfig.DEFAULT.connectTimeout(CONNECT_TIMEOUT));
        configured.accept(builder);
        NodeFactory factory = ServiceLoader.load(NodeFactory.class).findFirst().orElseThrow();
        List<NodeServiceProvider> services = ServiceLoader.load(NodeServiceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        node = factory.start(builder.config(), new NodeFactory.Parts(List.of(transport), List.of(), services));
        node.watch(events::add);
    }

    Node node() {
        return node;
    }

    Endpoint endpoint() {
        return node.endpoints().get(0);
    }

    /** {@return how many bytes of any link the engine has received} */
    long readBytes() {
        return transport.passedBytes();
    }

    <E extends NodeEvent> List<E> raised(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** {@return what it reports to the user about links that were not established} */
    List<String> refusals() {
        return events.stream()
                .filter(event -> event instanceof NodeEvent.Refused || event instanceof NodeEvent.DialFailed)
                .map(NodeEvent::toString)
                .toList();
    }

    long counted(String counter) {
        return node.counters().getOrDefault(counter, 0L);
    }

    @Override
    public void close() {
        node.close();
        transport.close();
    }
}
