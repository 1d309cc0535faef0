package chaski.api.protocol;

import chaski.api.node.NodeConfig;
import chaski.api.node.NodeFactory;
import org.osgi.annotation.versioning.ProviderType;

/** A factory whose nodes can run in another environment than the real one, for tests. Thread-safe. */
@ProviderType
public interface EnvironmentNodeFactory extends NodeFactory {

    /**
     * Makes and starts a node in a given environment. Time stands still unless the environment moves it.
     *
     * @param config what the user wants
     * @param parts the pieces that the caller has found
     * @param environment time, threads and chance; closed with the node
     * @return the node, started
     * @throws chaski.api.ConfigurationException when the configuration cannot work
     */
    ProtocolNode start(NodeConfig config, Parts parts, Environment environment);
}
