package chaski.health;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Checks that every node listens on the endpoints of its configuration. Critical if it does not. */
@Component(
        service = HealthCheck.class,
        property = {
            "hc.name=Chaski listens",
            "hc.tags=chaski",
            "hc.tags=chaski-listening",
            "hc.mbean.name=chaskiListening"
        })
public final class ListeningCheck implements HealthCheck {

    private final CheckedNodes nodes;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     */
    @Activate
    public ListeningCheck(@Reference CheckedNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public Result execute() {
        return NodeFindings.each(nodes, this::check);
    }

    private void check(Node node, NodeFindings findings) {
        List<Endpoint> bound = node.endpoints();
        List<Endpoint> missing = node.config().listen().stream()
                .filter(wanted -> bound.stream().noneMatch(endpoint -> serves(endpoint, wanted)))
                .toList();
        for (Endpoint endpoint : missing) {
            findings.critical(
                    node,
                    nodes.schemes().contains(endpoint.scheme())
                            ? "does not listen on " + endpoint + ": is the port in use? It is tried again each second"
                            : "does not listen on " + endpoint
                                    + ": install the bundle of its transport, such as chaski.transport."
                                    + endpoint.scheme());
        }
        if (missing.isEmpty()) {
            findings.ok(node, bound.isEmpty() ? "is not configured to listen" : "listens on " + bound);
        }
    }

    /** An unspecified address is replaced by those of the interfaces, and port 0 by the one that was free. */
    private static boolean serves(Endpoint bound, Endpoint wanted) {
        return bound.scheme().equals(wanted.scheme()) && (wanted.port() == 0 || bound.port() == wanted.port());
    }
}
