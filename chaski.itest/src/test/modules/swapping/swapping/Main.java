package swapping;

import chaski.api.Chaski;
import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Streams numbers from one node to another while their only transport is exchanged, again and again. */
public final class Main {

    private static final int SWAPS = 3;
    private static final int NUMBERS = 40_000;
    private static final long PATIENCE_MS = 30_000;

    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final Path jars;

    private Main(Path jars) {
        this.jars = jars;
    }

    /**
     * Runs it.
     *
     * @param args the folder with the modules of the transport
     */
    public static void main(String[] args) throws Exception {
        new Main(Path.of(args[0])).run();
    }

    private void run() throws Exception {
        try (Node from = Chaski.node().name("from").layer(Main.class.getModule().getLayer()).start();
                Node to = Chaski.node().name("to").start()) {
            List<Node> nodes = List.of(from, to);
            Guest guest = enter(nodes);
            from.listen(Endpoint.parse("tcp://127.0.0.1:0"));
            Endpoint place = from.endpoints().get(0);
            to.join(place);

            Subscription<String> in = to.service(Streamer.class).subscribe("numbers", String.class);
            Publisher<String> out = from.service(Streamer.class).publisher("numbers", String.class);
            if (!out.awaitSubscribers(1, Duration.ofSeconds(30))) {
                throw new IllegalStateException("the subscription was not seen");
            }
            Thread publishing = new Thread(() -> publish(out));
            publishing.start();

            Iterator<Message<String>> numbers = in.iterator();
            for (int swap = 0; swap < SWAPS; swap++) {
                take(numbers, swap);
                guest.leave(nodes);
                System.out.println("without a transport it listens on " + from.endpoints());
                guest = enter(nodes);
                System.out.println("it listens where it did: " + from.endpoints().get(0).equals(place));
            }
            take(numbers, SWAPS);
            publishing.join();
            for (Node node : nodes) {
                System.out.println(node.name() + " began " + node.counters().get("sessions.begun") + " session");
            }
            System.out.println("loaders collected: " + collected());
        }
    }

    private Guest enter(List<Node> nodes) {
        Guest guest = new Guest(jars);
        loaders.add(guest.watch(gone));
        guest.enter(nodes);
        return guest;
    }

    private static void publish(Publisher<String> out) {
        for (int number = 0; number < NUMBERS; number++) {
            out.publish(Integer.toString(number));
        }
    }

    /** Takes one piece of the numbers; the pieces are as many as the transports. */
    private static void take(Iterator<Message<String>> numbers, int piece) {
        int size = NUMBERS / (SWAPS + 1);
        for (int number = piece * size; number < (piece + 1) * size; number++) {
            String payload = numbers.next().payload();
            if (!payload.equals(Integer.toString(number))) {
                throw new IllegalStateException("expected " + number + ", got " + payload);
            }
        }
        System.out.println("numbers up to " + (piece + 1) * size + " came in order");
    }

    /** Counts the layers that are gone; all but the last one are to go. */
    private int collected() throws InterruptedException {
        int collected = 0;
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (collected < SWAPS && System.nanoTime() < deadline) {
            System.gc();
            Reference<? extends ClassLoader> next = gone.remove(100);
            collected += next == null ? 0 : 1;
        }
        return collected;
    }
}
