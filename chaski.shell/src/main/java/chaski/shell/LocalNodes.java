package chaski.shell;

import chaski.api.node.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The nodes of this framework. It records their events from its own start on. Thread-safe. */
@Component(service = LocalNodes.class, immediate = true)
public final class LocalNodes {

    private static final String PID = "chaski.node.pid";

    private final Map<Node, LocalNode> nodes = new ConcurrentHashMap<>();

    /** Called by the component runtime. */
    public LocalNodes() {}

    /**
     * A node of this framework.
     *
     * @param node the node
     * @param pid of its configuration
     * @param history its latest events
     * @param watch fills the history
     */
    record LocalNode(Node node, String pid, EventHistory history, Node.Watch watch) {

        private boolean isCalled(String selected) {
            return node.name().equals(selected)
                    || pid.equals(selected)
                    || node.id().toString().equals(selected)
                    || node.id().shortForm().equals(selected);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindNode(Node node, Map<String, Object> properties) {
        EventHistory history = new EventHistory();
        String pid = String.valueOf(properties.getOrDefault(PID, ""));
        nodes.put(node, new LocalNode(node, pid, history, node.watch(history)));
    }

    void unbindNode(Node node) {
        LocalNode gone = nodes.remove(node);
        if (gone != null) {
            gone.watch().close();
        }
    }

    /**
     * Selects nodes.
     *
     * @param selected the name, id or PID of a node; empty for all
     * @return the nodes, by name
     * @throws ShellException if there is none
     */
    List<LocalNode> all(String selected) {
        List<LocalNode> found = everyNode().stream()
                .filter(node -> selected.isEmpty() || node.isCalled(selected))
                .toList();
        if (!found.isEmpty()) {
            return found;
        }
        if (nodes.isEmpty()) {
            throw new ShellException(
                    "no node runs in this framework; a configuration of the factory PID chaski.node makes one");
        }
        throw new ShellException("no node of this framework is called '" + selected + "'; expected one of " + names());
    }

    /**
     * Selects one node.
     *
     * @param selected its name, id or PID; empty for the only one
     * @return the node
     * @throws ShellException if there is none, or several
     */
    Node one(String selected) {
        List<LocalNode> found = all(selected);
        if (found.size() > 1) {
            throw new ShellException(
                    "several nodes run in this framework; name one of them by --node, by its name, id or PID: "
                            + names());
        }
        return found.get(0).node();
    }

    /** {@return all nodes, by name; may be empty} */
    List<LocalNode> everyNode() {
        return nodes.values().stream()
                .sorted(Comparator.comparing((LocalNode local) -> local.node().name())
                        .thenComparing(local -> local.node().id().toString()))
                .toList();
    }

    private String names() {
        return everyNode().stream()
                .map(local -> ShellText.line(local.node().name()) + " (" + local.pid() + ")")
                .collect(Collectors.joining(", "));
    }
}
