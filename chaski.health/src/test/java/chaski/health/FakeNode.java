package chaski.health;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.ProtocolNode;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node that raises the events and has the certificate that a test wants. */
final class FakeNode {

    private final String name;
    private final Optional<Instant> expiry;
    private @Nullable Consumer<NodeEvent> listener;

    FakeNode(String name, Optional<Instant> expiry) {
        this.name = name;
        this.expiry = expiry;
    }

    Node node() {
        return (Node) Proxy.newProxyInstance(
                FakeNode.class.getClassLoader(),
                new Class<?>[] {ProtocolNode.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "name" -> name;
                    case "credentialsExpiry" -> expiry;
                    case "watch" -> watch(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @SuppressWarnings("unchecked") // the parameter of Node.watch
    private Node.Watch watch(Object consumer) {
        listener = (Consumer<NodeEvent>) consumer;
        return () -> listener = null;
    }

    void stall(Instant at) {
        Consumer<NodeEvent> present = listener;
        if (present != null) {
            present.accept(new NodeEvent.Stalled(
                    at, new NodeId(new UUID(0, 1)), "b", TopicPattern.of("lab.>"), Topic.of("lab.x"), 5_000));
        }
    }
}
