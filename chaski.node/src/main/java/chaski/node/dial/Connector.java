package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.protocol.Environment;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import chaski.node.link.HostNames;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Opens links, by an {@link AddressRace} if the transport expects addresses and the endpoint has a host name. Confined to the
 * control loop.
 */
final class Connector {

    private final Environment environment;
    private final Resolver resolver;

    Connector(Environment environment, HostNames names) {
        this.environment = environment;
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
                ? new AddressRace(environment, resolver, transport, remote, timeout).start()
                : transport.connect(remote, ConnectOptions.DEFAULT.timeout(timeout));
    }
}
