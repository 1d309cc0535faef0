package chaski.cli.demo;

import chaski.api.ChaskiException;
import chaski.api.node.LinkConfig;
import chaski.api.node.Node;
import chaski.api.transport.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The transports of one node of a closed network, of which one is removed and added again. */
final class DemoTransports implements AutoCloseable {

    private static final String TCP = "tcp";
    private static final String QUIC = "quic";

    /** So short that the session returns soon. */
    private static final LinkConfig RETURNING = LinkConfig.DEFAULT.hold(Duration.ofMillis(200));

    private final Map<String, Transport> byScheme = new LinkedHashMap<>();

    private DemoTransports() {}

    /** Finds those that work on this machine. */
    static DemoTransports find() {
        DemoTransports found = new DemoTransports();
        for (Transport transport : ServiceLoader.load(Transport.class)) {
            if (transport.unavailability().isEmpty()) {
                found.byScheme.put(transport.scheme(), transport);
            }
        }
        return found;
    }

    /** {@return the endpoints at which a node listens, for TCP and, where it works, QUIC} */
    List<String> listen() {
        return swaps() ? List.of(TCP + "://127.0.0.1:0", QUIC + "://127.0.0.1:0") : List.of(TCP + "://127.0.0.1:0");
    }

    /** {@return whether there is anything to swap} */
    boolean swaps() {
        return byScheme.containsKey(QUIC);
    }

    /** Makes these the transports of a node, instead of those that it would find. */
    void give(Node.Builder builder) {
        byScheme.values().forEach(builder::transport);
        builder.link(RETURNING);
    }

    /**
     * Removes TCP from a node, so that its session with another goes to QUIC, and adds it again.
     *
     * @param node the node that has these transports
     * @param peer the other node
     * @return the transports of the session, in order
     * @throws ChaskiException if the session does not move in time
     */
    List<String> swap(Node node, Node peer) throws InterruptedException {
        Transport tcp = byScheme.get(TCP);
        if (tcp == null) {
            throw new ChaskiException("the transport of tcp is not shipped");
        }
        try (TransportTrail trail = new TransportTrail(node, peer)) {
            node.removeTransport(tcp);
            Waiting.until("the session did not go to QUIC", () -> uses(node, peer, QUIC));
            node.addTransport(tcp);
            Waiting.until("the session did not return to TCP", () -> uses(node, peer, TCP));
            return trail.schemes();
        }
    }

    private static boolean uses(Node node, Node peer, String scheme) {
        return node.peer(peer.id())
                .flatMap(known -> known.link())
                .filter(link -> link.scheme().equals(scheme))
                .isPresent();
    }

    @Override
    public void close() {
        byScheme.values().forEach(Transport::close);
    }
}
