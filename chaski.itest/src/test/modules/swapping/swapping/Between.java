package swapping;

import chaski.api.node.Chaski;
import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Streams numbers from one node to another while two transports are replaced in turn. */
public final class Between {

    private static final int SWAPS = 4;
    private static final int PIECE = 10_000;

    private Between() {}

    /**
     * Runs it.
     *
     * @param args the folder with the modules of the transports
     */
    public static void main(String[] args) throws Exception {
        Layers layers = new Layers(Path.of(args[0]));
        List<String> schemes = List.of("tcp", "udp");
        Set<String> went = new ConcurrentSkipListSet<>();
        try (Node from = Chaski.node().name("from").layer(Between.class.getModule().getLayer()).start();
                Node to = Chaski.node().name("to").start()) {
            List<Node> nodes = List.of(from, to);
            Semaphore moves = new Semaphore(0);
            from.watch(event -> {
                if (event instanceof NodeEvent.LinkMoved moved) {
                    went.add(moved.to());
                    moves.release();
                }
            });
            Map<String, Guest> guests = new HashMap<>();
            for (String scheme : schemes) {
                guests.put(scheme, layers.make(scheme));
                guests.get(scheme).enter(nodes);
                from.listen(Endpoint.parse(scheme + "://127.0.0.1:0"));
            }
            List<Endpoint> places = from.endpoints();
            to.join(places.get(0));
            Numbers numbers = new Numbers(from, to, 2 * SWAPS, PIECE);

            for (int swap = 0; swap < SWAPS; swap++) {
                String scheme = schemes.get(swap % schemes.size());
                numbers.takePiece();
                guests.remove(scheme).leave(nodes);
                awaitAnotherLink(from, scheme, moves);
                numbers.takePiece();
                guests.put(scheme, layers.make(scheme));
                guests.get(scheme).enter(nodes);
            }
            numbers.end();
            System.out.println("it listens where it did: " + Set.copyOf(from.endpoints()).equals(Set.copyOf(places)));
            System.out.println("the session went to " + went);
            for (Node node : nodes) {
                System.out.println(node.name() + " began " + node.counters().get("sessions.begun") + " session");
            }
            System.out.println("loaders collected: " + layers.collected(schemes.size()));
        }
    }

    /** Waits until the session has moved; otherwise it might return to a transport that was just removed. */
    private static void awaitAnotherLink(Node node, String left, Semaphore moves) throws InterruptedException {
        while (!isLinkedBeside(node, left)) {
            if (!moves.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the session has not moved away from " + left);
            }
        }
    }

    private static boolean isLinkedBeside(Node node, String scheme) {
        return node.peers().stream()
                .flatMap(peer -> peer.link().stream())
                .anyMatch(link -> !link.scheme().equals(scheme));
    }
}
