package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listener of a transport. */
final class SimulatedListener implements Listener {

    private final InMemoryTransport transport;
    private final PortTable ports;
    private final Endpoint endpoint;
    private final LinkAcceptor acceptor;
    private PortTable.@Nullable Port port;

    SimulatedListener(InMemoryTransport transport, PortTable ports, Endpoint local, LinkAcceptor acceptor) {
        this.transport = transport;
        this.ports = ports;
        this.acceptor = acceptor;
        PortTable.Port bound = ports.bind(transport.host(), local, this);
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
            transport.forget(this);
        }
    }

    InMemoryTransport transport() {
        return transport;
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
