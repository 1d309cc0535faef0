package chaski.api.node;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The configuration of one service of a node, such as {@link Node#service} returns. The package of the service declares it. The
 * node only keeps it, by its class, so that this package depends on no service. Set by {@link Node.Builder#configure}, read by
 * {@link NodeConfig#service}. Implementations are immutable and implement {@code equals}.
 */
@ConsumerType
public interface ServiceConfig {

    /**
     * Checks values that bound each other. Called when a {@link NodeConfig} takes this configuration. By default nothing is checked.
     *
     * @throws chaski.api.ConfigurationException if two values contradict each other
     */
    default void validate() {}
}
