package chaski.api.node;

import chaski.api.codec.Codec;
import chaski.api.transport.Transport;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes nodes. An OSGi service; outside OSGi {@link chaski.api.node.Chaski#node} finds it.
 */
@ProviderType
public interface NodeFactory {

    /**
     * Makes and starts a node. It starts without any transport, too, and uses each one as it comes.
     *
     * @param config what the user wants
     * @param parts the pieces that the caller has found
     * @return the node, started
     * @throws chaski.api.ConfigurationException when the configuration cannot work
     */
    Node start(NodeConfig config, Parts parts);

    /**
     * The pieces a node is put together from.
     *
     * @param transports the transports to begin with
     * @param codecs the payload codecs
     * @param services the services a node can be asked for
     * @param closesTransports whether the node closes the transports when it closes; otherwise they stay the giver's to close
     */
    record Parts(
            List<Transport> transports,
            List<Codec> codecs,
            List<NodeServiceProvider> services,
            boolean closesTransports) {

        /** Copies the lists. */
        public Parts {
            transports = List.copyOf(transports);
            codecs = List.copyOf(codecs);
            services = List.copyOf(services);
        }

        /**
         * Parts whose transports stay the giver's to close.
         *
         * @param transports the transports to begin with
         * @param codecs the payload codecs
         * @param services the services a node can be asked for
         */
        public Parts(List<Transport> transports, List<Codec> codecs, List<NodeServiceProvider> services) {
            this(transports, codecs, services, false);
        }
    }
}
