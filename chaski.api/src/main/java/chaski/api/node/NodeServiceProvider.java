package chaski.api.node;

import org.osgi.annotation.versioning.ConsumerType;

/** Creates a service of a node, such as the streamer. Found by {@link java.util.ServiceLoader}, or an OSGi service. */
@ConsumerType
public interface NodeServiceProvider {

    /** {@return the interface of the service, as given to {@link Node#service}} */
    Class<?> type();

    /**
     * Creates the service. Called at most once for each node; when the node closes, it closes the service if that is
     * {@link AutoCloseable}.
     *
     * @param node the node
     * @return an instance of {@link #type}
     */
    Object create(Node node);
}
