package chaski.api.node;

import chaski.api.codec.Codec;
import chaski.api.transport.Transport;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Creates nodes. An OSGi service; outside OSGi {@link chaski.api.node.Chaski#node} finds it. */
@ProviderType
public interface NodeFactory {

    /**
     * Creates and starts a node. It can start without a transport, and uses each one once it is added.
     *
     * @param config the user's configuration
     * @param parts the parts that the caller has found
     * @return the node, started
     * @throws chaski.api.ConfigurationException when the configuration cannot work
     */
    Node start(NodeConfig config, Parts parts);

    /**
     * The parts that a node is composed of.
     *
     * @param transports the transports to begin with
     * @param codecs the payload codecs
     * @param services the services that a node can provide
     * @param closesTransports whether the node closes the transports when it closes; otherwise the caller closes them
     */
    record Parts(
            List<Transport> transports,
            List<Codec> codecs,
            List<NodeServiceProvider> services,
            boolean closesTransports) {

        /**
         * Copies the lists.
         *
         * @param transports the transports to begin with
         * @param codecs the payload codecs
         * @param services the services that a node can provide
         * @param closesTransports whether the node closes the transports when it closes; otherwise the caller closes them
         */
        public Parts {
            transports = List.copyOf(transports);
            codecs = List.copyOf(codecs);
            services = List.copyOf(services);
        }

        /**
         * Creates parts whose transports the caller closes.
         *
         * @param transports the transports to begin with
         * @param codecs the payload codecs
         * @param services the services that a node can provide
         */
        public Parts(List<Transport> transports, List<Codec> codecs, List<NodeServiceProvider> services) {
            this(transports, codecs, services, false);
        }
    }
}
