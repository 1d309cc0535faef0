package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener of a transport. */
final class SimulatedListener implements Listener {

    private final TransportLinks links;
    private final PortTable ports;
    private final Endpoint endpoint;
    private final ListenOptions options;
    private final LinkAcceptor acceptor;
    private final Consumer<SimulatedListener> closed;
    private PortTable.@Nullable Port port;

    /**
     * Binds a port.
     *
     * @param links the links of the transport
     * @param ports the ports of the network
     * @param local where to listen
     * @param options what secures new links
     * @param acceptor receives new links
     * @param closed is called when the port is free again
     */
    SimulatedListener(
            TransportLinks links,
            PortTable ports,
            Endpoint local,
            ListenOptions options,
            LinkAcceptor acceptor,
            Consumer<SimulatedListener> closed) {
        this.links = links;
        this.ports = ports;
        this.options = options;
        this.acceptor = acceptor;
        this.closed = closed;
        PortTable.Port bound = ports.bind(links.host(), local, this);
        this.port = bound;
        this.endpoint = local.withPort(bound.number());
    }

    @Override
    public Endpoint bound() {
        return endpoint;
    }

    @Override
    public void close() {
        if (port != null) {
            ports.unbind(Objects.requireNonNull(port));
            port = null;
            closed.accept(this);
        }
    }

    /** {@return what secures the next link} */
    Optional<LinkSecurity> security() {
        return options.security().map(Supplier::get);
    }

    /** Returns this side of a link to another endpoint. */
    LinkSide side(Endpoint remote) {
        return new LinkSide(links, endpoint, remote);
    }

    /** Shows a new link to the acceptor, unless the listener was closed in between. */
    void accept(LinkEnd end) {
        if (port == null) {
            end.close();
        } else {
            end.acceptBy(acceptor);
        }
    }
}
