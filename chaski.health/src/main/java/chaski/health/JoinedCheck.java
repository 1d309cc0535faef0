package chaski.health;

import chaski.api.node.Node;
import chaski.api.node.Peer;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Checks that every node that is configured to join others has a link to some node. Critical if it has no session, and a warning while
 * all its sessions wait for a link.
 */
@Component(
        service = HealthCheck.class,
        property = {"hc.name=Chaski has joined", "hc.tags=chaski", "hc.tags=chaski-joined", "hc.mbean.name=chaskiJoined"
        })
public final class JoinedCheck implements HealthCheck {

    private final CheckedNodes nodes;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     */
    @Activate
    public JoinedCheck(@Reference CheckedNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public Result execute() {
        return NodeFindings.each(nodes, JoinedCheck::check);
    }

    private static void check(Node node, NodeFindings findings) {
        long linked = node.peers().stream()
                .map(Peer::link)
                .filter(link -> link.isPresent())
                .count();
        if (linked > 0) {
            findings.ok(node, "is linked to " + linked + " of " + node.peers().size() + " peers");
        } else if (node.config().join().isEmpty()) {
            findings.ok(node, "is not configured to join another node");
        } else if (node.peers().isEmpty()) {
            findings.critical(node, "has joined none of " + node.config().join() + "; its log names the reason");
        } else {
            findings.warn(
                    node,
                    "has lost its links, and resumes the sessions of "
                            + node.peers().size() + " peers");
        }
    }
}
