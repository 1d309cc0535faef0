package chaski.api.protocol;

import chaski.api.node.NodeConfig;
import chaski.api.node.NodeFactory;
import org.osgi.annotation.versioning.ProviderType;

/** A factory whose nodes can run in another environment than the real one, for tests. Thread-safe. */
@ProviderType
public interface EnvironmentNodeFactory extends NodeFactory {

    /**
     * Creates and starts a node in a given environment. Time advances only as the environment advances it.
     *
     * @param config the user's configuration
     * @param parts the parts that the caller has found
     * @param environment time, threads and randomness; closed with the node
     * @return the node, started
     * @throws chaski.api.ConfigurationException when the configuration cannot work
     */
    ProtocolNode start(NodeConfig config, Parts parts, Environment environment);
}
