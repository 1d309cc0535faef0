package chaski.node;

import chaski.api.node.Node;
import chaski.api.node.NodeServiceProvider;

/** Takes a service from a node as a framework does when the bundle of its provider stops. */
public final class ServiceRemoval {

    private ServiceRemoval() {}

    /**
     * Drains and closes what a provider has made; the next one is made when it is asked for.
     *
     * @param node a node of this build
     * @param provider of the same type as the one that made it
     */
    public static void remove(Node node, NodeServiceProvider provider) {
        ((DefaultNode) node).services().remove(provider);
    }
}
