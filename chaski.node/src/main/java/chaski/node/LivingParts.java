package chaski.node;

import chaski.api.codec.Codec;
import chaski.api.node.NodeServiceProvider;
import chaski.api.transport.Transport;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts that a framework has for a node now, and the node, if there is one, which is told of each change. Thread-safe. */
final class LivingParts {

    private final Set<Object> parts = new LinkedHashSet<>();
    private @Nullable DefaultNode node;

    synchronized void attach(DefaultNode started) {
        node = started;
        parts.forEach(part -> give(started, part));
    }

    synchronized void detach() {
        node = null;
    }

    synchronized void add(Object part) {
        parts.add(part);
        DefaultNode running = node;
        if (running != null) {
            give(running, part);
        }
    }

    synchronized void remove(Object part) {
        parts.remove(part);
        DefaultNode running = node;
        if (running != null) {
            take(running, part);
        }
    }

    private static void give(DefaultNode node, Object part) {
        if (part instanceof Transport transport) {
            node.addTransport(transport);
        } else if (part instanceof Codec codec) {
            node.services().add(codec);
        } else if (part instanceof NodeServiceProvider provider) {
            node.services().add(provider);
        }
    }

    private static void take(DefaultNode node, Object part) {
        if (part instanceof Transport transport) {
            node.removeTransport(transport);
        } else if (part instanceof Codec codec) {
            node.services().remove(codec);
        } else if (part instanceof NodeServiceProvider provider) {
            node.services().remove(provider);
        }
    }
}
