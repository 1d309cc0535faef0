package chaski.cli.container;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** The nodes of a container, however they were configured. Closing it closes them gracefully. Thread-safe. */
public final class ContainerNodes implements AutoCloseable {

    private final BundleContext context;
    private final Consumer<? super NodeEvent> events;
    private final Map<String, Node> byPid = new ConcurrentHashMap<>();
    private final ServiceTracker<Node, Node> nodes;
    private final ServiceTracker<Transport, Transport> transports;

    /**
     * Begins to track them.
     *
     * @param context of the container
     * @param events receives the events of every node
     */
    public ContainerNodes(BundleContext context, Consumer<? super NodeEvent> events) {
        this.context = context;
        this.events = events;
        this.nodes = new ServiceTracker<>(context, Node.class, new Follower());
        this.transports = new ServiceTracker<>(context, Transport.class, null);
        nodes.open();
        transports.open();
    }

    private final class Follower implements ServiceTrackerCustomizer<Node, Node> {

        @Override
        @SuppressWarnings("resource") // observed for as long as it lives
        public Node addingService(ServiceReference<Node> reference) {
            Node node = context.getService(reference);
            node.watch(events);
            byPid.put(pid(reference), node);
            return node;
        }

        @Override
        public void modifiedService(ServiceReference<Node> reference, Node node) {
            // its properties never change
        }

        @Override
        public void removedService(ServiceReference<Node> reference, Node node) {
            byPid.remove(pid(reference), node);
            context.ungetService(reference);
        }
    }

    private static String pid(ServiceReference<Node> reference) {
        return String.valueOf(reference.getProperty("chaski.node.pid"));
    }

    /**
     * Finds a node.
     *
     * @param pid of its configuration
     * @return the node, if it is up
     */
    public Optional<Node> find(String pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    /** {@return the schemes of the available transports} */
    public List<String> schemes() {
        return transports.getTracked().values().stream().map(Transport::scheme).toList();
    }

    @Override
    public void close() {
        List<CompletionStage<Void>> closing = new ArrayList<>();
        byPid.values().forEach(node -> closing.add(node.closeAsync()));
        closing.forEach(stage -> stage.toCompletableFuture().join());
        transports.close();
        nodes.close();
    }
}
