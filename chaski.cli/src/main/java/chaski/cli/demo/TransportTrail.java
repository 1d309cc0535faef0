package chaski.cli.demo;

import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import java.util.ArrayList;
import java.util.List;

/** Records the transports that the session of two nodes uses, one after the other, as reported by one of the two. */
final class TransportTrail implements AutoCloseable {

    private final List<String> schemes = new ArrayList<>();
    private final Node.Watch watching;

    /**
     * Creates a record that begins with the transport in use.
     *
     * @param node the node that reports
     * @param peer the other node
     */
    TransportTrail(Node node, Node peer) {
        watching = node.watch(event -> {
            if (event instanceof NodeEvent.LinkMoved moved && moved.peer().equals(peer.id())) {
                add(moved.to());
            }
        });
        node.peer(peer.id()).flatMap(p -> p.link()).ifPresent(link -> addFirst(link.scheme()));
    }

    private synchronized void add(String scheme) {
        schemes.add(scheme);
    }

    private synchronized void addFirst(String scheme) {
        if (schemes.isEmpty()) {
            schemes.add(scheme);
        }
    }

    /** {@return the transports so far, in order} */
    synchronized List<String> schemes() {
        return List.copyOf(schemes);
    }

    @Override
    public void close() {
        watching.close();
    }
}
