package chaski.api.node;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes a service of a node, such as the streamer. Found by {@link java.util.ServiceLoader}, or an OSGi service.
 */
@ConsumerType
public interface NodeServiceProvider {

    /** {@return the interface of the service, as given to {@link Node#service}} */
    Class<?> type();

    /**
     * Makes the service. Called at most once a node; the node closes the service, if it is {@link AutoCloseable}, when it
     * closes.
     *
     * @param node the node
     * @return an instance of {@link #type}
     */
    Object create(Node node);
}
