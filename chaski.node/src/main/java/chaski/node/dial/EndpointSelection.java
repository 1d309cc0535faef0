package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.LinkConfig;
import chaski.api.transport.Feature;
import chaski.node.context.NodeContext;
import chaski.node.link.Transports;
import chaski.node.session.Session;
import chaski.node.session.SessionLayer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Selects the endpoints that can be dialled now, and their order. Confined to the control loop. */
final class EndpointSelection {

    private final NodeContext context;
    private final SessionLayer layer;
    private final Transports transports;
    private final EndpointBook book;
    private boolean closed;

    EndpointSelection(NodeContext context, SessionLayer layer, Transports transports, EndpointBook book) {
        this.context = context;
        this.layer = layer;
        this.transports = transports;
        this.book = book;
    }

    /** Selects no endpoint any more. */
    void close() {
        closed = true;
    }

    /**
     * True if dialling an endpoint is useful. It is not for an endpoint that was learned as another node's and is this node's own
     * as well: machines in different networks may have the same address (containers behind a bridge, private networks), and this
     * node would reach itself.
     */
    boolean canDial(@Nullable NodeId node, Endpoint endpoint) {
        return !closed
                && endpoint.port() != 0
                && transports.find(endpoint.scheme()).isPresent()
                && (node == null
                        || (!transports.isOwn(endpoint) && !layer.barred().contains(node)));
    }

    /** True if an endpoint of some other node can be dialled. */
    boolean canDialNamed(Endpoint endpoint) {
        return canDial(null, endpoint) && !transports.isOwn(endpoint);
    }

    /** The endpoints at which a node can be dialled now. */
    List<Endpoint> dialable(NodeId node) {
        return book.endpoints(node).stream()
                .filter(endpoint -> canDial(node, endpoint))
                .toList();
    }

    /** The endpoints at which a node can be dialled now by a transport whose links carry datagrams. */
    List<Endpoint> dialableForDatagrams(NodeId node) {
        return dialable(node).stream()
                .filter(endpoint -> transports
                        .find(endpoint.scheme())
                        .filter(transport -> transport.features().contains(Feature.DATAGRAM))
                        .isPresent())
                .toList();
    }

    /** True if a peer can only be waited for: nothing can be dialled, although the transport of its last link is present. */
    boolean hasNothingToDial(Session session) {
        return dialable(session.peer()).isEmpty()
                && transports.find(session.attach().lastScheme()).isPresent();
    }

    /**
     * Groups endpoints by preference, the best first. The endpoints of a transport on which the node has just become silent come
     * last.
     */
    Collection<List<Endpoint>> byPreference(Optional<NodeId> node, List<Endpoint> endpoints) {
        LinkConfig config = context.config().link();
        String last = node.flatMap(layer.sessions()::find)
                .map(session -> session.attach().unansweredScheme())
                .orElse("");
        return endpoints.stream()
                .collect(Collectors.groupingBy(
                        endpoint -> endpoint.scheme().equals(last) ? Integer.MAX_VALUE : config.rank(endpoint.scheme()),
                        TreeMap::new,
                        Collectors.toList()))
                .values();
    }

    /** {@return the reason for which none of these endpoints can be dialled, for people} */
    String obstacle(List<Endpoint> endpoints) {
        List<Endpoint> foreign =
                endpoints.stream().filter(e -> !transports.isOwn(e)).toList();
        return foreign.isEmpty()
                ? "this node itself listens on " + listed(endpoints)
                : "this node has no transport for " + listed(foreign);
    }

    private static String listed(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }
}
