package chaski.node;

import chaski.api.node.Node;
import chaski.node.session.SessionLayer;

/** Gives tests access to the internals of a node. */
public final class NodeProbe {

    private NodeProbe() {}

    /**
     * Returns the engine of a node.
     *
     * @param node a node of this module
     * @return its engine
     */
    public static SessionLayer engine(Node node) {
        try {
            var field = DefaultNode.class.getDeclaredField("coordinator");
            field.setAccessible(true);
            return ((Coordinator) field.get(node)).sessionLayer();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a node has a network", e);
        }
    }
}
