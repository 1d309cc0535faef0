package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.protocol.Environment;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import chaski.node.identity.NodeSecurity;
import chaski.node.link.HostNames;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Opens links, by an {@link AddressRace} if the transport expects addresses and the endpoint has a host name. Confined to the
 * control loop.
 */
final class Connector {

    private final Environment environment;
    private final NodeSecurity security;
    private final Resolver resolver;

    Connector(Environment environment, NodeSecurity security, HostNames names) {
        this.environment = environment;
        this.security = security;
        this.resolver = new Resolver(environment, names);
    }

    /**
     * Opens a link.
     *
     * @param transport the transport of the endpoint's scheme
     * @param remote the endpoint to reach
     * @param timeout the longest it may take, resolving the name included
     * @return the link, or a {@link chaski.api.TransportException}; may complete on any thread. Cancelling the future on the
     *     control loop cancels the attempt
     */
    CompletionStage<Link> connect(Transport transport, Endpoint remote, Duration timeout) {
        return HostNames.mustBeResolved(remote, transport)
                ? new AddressRace(environment, resolver, address -> open(transport, address), remote, timeout).start()
                : open(transport, new Target(remote, timeout));
    }

    /** Opens a link to an endpoint whose host is resolved, if that is permitted. */
    private CompletionStage<Link> open(Transport transport, Target target) {
        try {
            security.checkPermitted(target.remote(), transport);
        } catch (TransportException forbidden) {
            return CompletableFuture.failedFuture(forbidden);
        }
        return transport.connect(
                target.remote(), security.connecting(ConnectOptions.DEFAULT.timeout(target.timeout())));
    }

    /**
     * An address to reach.
     *
     * @param remote an endpoint whose host is resolved
     * @param timeout the longest it may take
     */
    record Target(Endpoint remote, Duration timeout) {}
}
