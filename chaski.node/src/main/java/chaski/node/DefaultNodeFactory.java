package chaski.node;

import chaski.api.node.Node;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.Environment;
import chaski.api.protocol.EnvironmentNodeFactory;
import chaski.api.protocol.ProtocolNode;
import chaski.node.context.EventLog;
import chaski.node.context.RealEnvironment;
import org.osgi.service.component.annotations.Component;

/**
 * Creates nodes on real threads and clocks. Found by {@link java.util.ServiceLoader} outside OSGi and registered as a service
 * inside.
 */
@Component(service = NodeFactory.class)
public final class DefaultNodeFactory implements EnvironmentNodeFactory {

    /** Creates a factory; it has no state. */
    public DefaultNodeFactory() {}

    @Override
    public Node start(NodeConfig config, Parts parts) {
        Environment environment = new RealEnvironment(config.name());
        DefaultNode node = created(config, parts, environment);
        node.logEvents(new EventLog(config.name(), environment::nanoTime));
        return started(node);
    }

    private static DefaultNode created(NodeConfig config, Parts parts, Environment environment) {
        try {
            return new DefaultNode(config, parts, environment);
        } catch (RuntimeException e) {
            environment.close();
            throw e;
        }
    }

    @Override
    public ProtocolNode start(NodeConfig config, Parts parts, Environment environment) {
        return started(new DefaultNode(config, parts, environment));
    }

    private static DefaultNode started(DefaultNode node) {
        try {
            node.start();
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
        return node;
    }
}
