package chaski.cli.demo;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.cli.container.Container;
import chaski.cli.container.ContainerNodes;
import chaski.cli.container.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/** The framework of the demo, with its nodes, each of which has a configuration. */
final class DemoFramework implements AutoCloseable {

    private static final String PID = "chaski.node~";

    /** So short that sessions return to TCP each time it is available again. */
    private static final long HOLD_MS = 200;

    private final Container container;
    private final ContainerNodes nodes;
    private final ConcurrentLinkedQueue<String> errors;

    private DemoFramework(Container container, ContainerNodes nodes, ConcurrentLinkedQueue<String> errors) {
        this.container = container;
        this.nodes = nodes;
        this.errors = errors;
    }

    /**
     * A node to be started.
     *
     * @param name its name
     * @param reachedAt the endpoint at which others dial it by TCP
     * @param udp the endpoint at which it listens for datagrams
     * @param join the endpoints that it joins
     */
    record Wanted(String name, Endpoint reachedAt, Endpoint udp, List<Endpoint> join) {

        private String configuration() {
            return "{\"" + PID + name + "\":{\"name\":\"" + name
                    + "\",\"listen\":\"tcp://127.0.0.1:0," + udp
                    + "\",\"advertise\":\"" + reachedAt + "," + udp
                    + "\",\"link.holdMs\":" + HOLD_MS
                    + ",\"join\":\""
                    + join.stream().map(Endpoint::toString).collect(Collectors.joining(",")) + "\"}}";
        }
    }

    /**
     * Starts a framework.
     *
     * @param wanted its nodes, which start when their configurations are read
     */
    static DemoFramework start(List<Wanted> wanted) {
        List<String> configurations = new ArrayList<>();
        wanted.forEach(node -> configurations.add(node.configuration()));
        ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
        Container container = Container.start(
                Distribution.find(), new Container.Options(List.of(), configurations, Optional.empty(), errors::add));
        return new DemoFramework(container, new ContainerNodes(container.context(), event -> {}), errors);
    }

    /** {@return the node of a name, once it is up} */
    Optional<Node> node(String name) {
        if (!errors.isEmpty()) {
            throw new ChaskiException(errors.peek());
        }
        return nodes.find(PID + name);
    }

    /** Finds a bundle that must exist. */
    Bundle bundle(String symbolicName) {
        return container
                .bundle(symbolicName)
                .orElseThrow(() -> new ChaskiException("the bundle " + symbolicName + " is not shipped"));
    }

    @Override
    public void close() {
        try {
            nodes.close();
        } finally {
            container.close();
        }
    }
}
