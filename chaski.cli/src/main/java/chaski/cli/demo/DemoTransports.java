package chaski.cli.demo;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
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

    /** {@return whether QUIC works on this machine} */
    boolean swaps() {
        return byScheme.containsKey(QUIC);
    }

    /** Makes TCP the only transport of a node, until {@link #swap}. */
    void give(Node.Builder builder) {
        builder.transport(transport(TCP)).listen(TCP + "://127.0.0.1:0").link(RETURNING);
    }

    private Transport transport(String scheme) {
        Transport found = byScheme.get(scheme);
        if (found == null) {
            throw new ChaskiException("the transport of " + scheme + " is not shipped");
        }
        return found;
    }

    /**
     * Gives two nodes QUIC, removes TCP from one of them, so that their session goes to QUIC, and adds it again.
     *
     * @param node the node that has these transports
     * @param peer the other node
     * @param ofPeer the transports of the other node
     * @return the transports of the session, in order
     * @throws ChaskiException if the session does not move in time
     */
    List<String> swap(Node node, Node peer, DemoTransports ofPeer) throws InterruptedException {
        peer.addTransport(ofPeer.transport(QUIC));
        node.addTransport(transport(QUIC));
        peer.listen(Endpoint.parse(QUIC + "://127.0.0.1:0"));
        Waiting.until("the endpoint of QUIC did not become known", () -> node.directory().stream()
                .filter(entry -> entry.id().equals(peer.id()))
                .flatMap(entry -> entry.endpoints().stream())
                .anyMatch(endpoint -> endpoint.scheme().equals(QUIC)));
        try (TransportTrail trail = new TransportTrail(node, peer)) {
            node.removeTransport(transport(TCP));
            Waiting.until("the session did not go to QUIC", () -> endsWith(trail, QUIC));
            node.addTransport(transport(TCP));
            Waiting.until("the session did not return to TCP", () -> endsWith(trail, TCP));
            return trail.schemes();
        }
    }

    private static boolean endsWith(TransportTrail trail, String scheme) {
        List<String> schemes = trail.schemes();
        return !schemes.isEmpty() && schemes.get(schemes.size() - 1).equals(scheme);
    }

    @Override
    public void close() {
        byScheme.values().forEach(Transport::close);
    }
}
