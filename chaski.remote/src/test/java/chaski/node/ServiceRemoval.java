package chaski.node;

import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;

/** Removes a service from a node as a framework does when the bundle of its provider stops. */
public final class ServiceRemoval {

    private ServiceRemoval() {}

    /**
     * Drains and closes the service of a provider; the next one is created when it is requested.
     *
     * @param node a node of this build
     * @param provider of the same type as the one that created it
     */
    public static void remove(Node node, NodeServiceProvider provider) {
        ((DefaultNode) node).services().remove(provider);
    }
}
