package chaski.health;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.transport.Transport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The nodes and transports of this framework, and the latest stall of each node. Thread-safe. */
@Component(service = CheckedNodes.class, immediate = true)
public final class CheckedNodes {

    private final Map<Node, Checked> nodes = new ConcurrentHashMap<>();
    private final Set<Transport> transports = ConcurrentHashMap.newKeySet();

    /** Called by the component runtime. */
    public CheckedNodes() {}

    private record Checked(LatestStall stall, Node.Watch watch) {}

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindNode(Node node) {
        LatestStall stall = new LatestStall();
        nodes.put(node, new Checked(stall, node.watch(stall)));
    }

    void unbindNode(Node node) {
        Checked gone = nodes.remove(node);
        if (gone != null) {
            gone.watch().close();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTransport(Transport transport) {
        transports.add(transport);
    }

    void unbindTransport(Transport transport) {
        transports.remove(transport);
    }

    /** {@return the nodes, by name} */
    List<Node> nodes() {
        return nodes.keySet().stream().sorted(Comparator.comparing(Node::name)).toList();
    }

    /** {@return the schemes of the installed transports} */
    Set<String> schemes() {
        return transports.stream().map(Transport::scheme).collect(Collectors.toSet());
    }

    /** {@return the latest stall of a node} */
    Optional<NodeEvent> stall(Node node) {
        Checked checked = nodes.get(node);
        return checked == null ? Optional.empty() : checked.stall().latest();
    }
}
