package swapping;

import chaski.api.node.Chaski;
import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Streams numbers from one node to another while their only transport is replaced, again and again. */
public final class Main {

    private static final int SWAPS = 3;
    private static final int PIECE = 10_000;

    private Main() {}

    /**
     * Runs it.
     *
     * @param args the folder with the modules of the transport
     */
    public static void main(String[] args) throws Exception {
        Layers layers = new Layers(Path.of(args[0]));
        try (Node from = Chaski.node().name("from").layer(Main.class.getModule().getLayer()).start();
                Node to = Chaski.node().name("to").start()) {
            List<Node> nodes = List.of(from, to);
            Semaphore failedDials = new Semaphore(0);
            to.watch(event -> {
                if (event instanceof NodeEvent.DialFailed) {
                    failedDials.release();
                }
            });
            Guest guest = layers.make("tcp");
            guest.enter(nodes);
            from.listen(Endpoint.parse("tcp://127.0.0.1:0"));
            Endpoint place = from.endpoints().get(0);
            to.join(place);
            Numbers numbers = new Numbers(from, to, SWAPS + 1, PIECE);

            for (int swap = 0; swap < SWAPS; swap++) {
                numbers.takePiece();
                if (swap == 0) {
                    // The other node still has the transport, dials without success, and reports and logs that.
                    guest.leave(from);
                    boolean reported = failedDials.tryAcquire(30, TimeUnit.SECONDS);
                    System.out.println("without a transport it is reported: " + reported);
                    guest.leave(List.of(to));
                } else {
                    // A node without the transport does not dial.
                    guest.leave(List.of(to, from));
                }
                System.out.println("without a transport it listens on " + from.endpoints());
                guest = layers.make("tcp");
                guest.enter(nodes);
                System.out.println("it listens where it did: " + from.endpoints().get(0).equals(place));
            }
            numbers.takePiece();
            numbers.end();
            for (Node node : nodes) {
                System.out.println(node.name() + " began " + node.counters().get("sessions.begun") + " session");
            }
            System.out.println("loaders collected: " + layers.collected(1));
        }
    }
}
