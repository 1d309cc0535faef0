package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.transport.Feature;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Transport;
import chaski.api.transport.TransportErrors;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up host names. Thread-safe. */
@FunctionalInterface
public interface HostNames {

    /** The resolver of the JDK. */
    HostNames JDK = InetAddress::getAllByName;

    /**
     * Looks up a host name; may block, and ignores interrupts while it does.
     *
     * @param host the name
     * @return its addresses, at least one, the preferred one first
     * @throws UnknownHostException if it has no address
     */
    InetAddress[] addresses(String host) throws UnknownHostException;

    /**
     * Returns whether an endpoint has a host name where its transport expects an address.
     *
     * @param endpoint the endpoint
     * @param transport the transport of its scheme
     * @return true if the name must be resolved first
     */
    static boolean mustBeResolved(Endpoint endpoint, Transport transport) {
        return transport.features().contains(Feature.IP_HOSTS)
                && IpAddresses.parse(endpoint.host()).isEmpty();
    }

    /**
     * Replaces the host name of an endpoint by its first address if its transport expects an address; may block.
     *
     * @param local where to listen
     * @param transport the transport of its scheme
     * @return the endpoint for the transport
     * @throws chaski.api.TransportException if the name has no address
     */
    default Endpoint resolved(Endpoint local, Transport transport) {
        if (!mustBeResolved(local, transport)) {
            return local;
        }
        try {
            return local.withHost(IpAddresses.format(addresses(local.host())[0]));
        } catch (UnknownHostException e) {
            throw TransportErrors.unknownHost(local, e);
        }
    }
}
