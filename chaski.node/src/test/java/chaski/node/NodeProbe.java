package chaski.node;

import chaski.api.node.Node;
import chaski.node.context.TimerSource;
import chaski.node.session.SessionLayer;
import java.util.List;

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
        return coordinator(node).sessionLayer();
    }

    static Coordinator coordinator(Node node) {
        return (Coordinator) field(DefaultNode.class, "coordinator", node);
    }

    /** {@return the parts of a node that have deadlines} */
    static List<TimerSource> timerSources(Node node) {
        Coordinator coordinator = coordinator(node);
        return List.of((TimerSource) field(Coordinator.class, "membership", coordinator), (TimerSource)
                field(Coordinator.class, "pairing", coordinator));
    }

    private static Object field(Class<?> type, String name, Object of) {
        try {
            var field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a node has a " + name, e);
        }
    }
}
