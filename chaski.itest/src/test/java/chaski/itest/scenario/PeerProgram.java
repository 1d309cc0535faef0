package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Remote;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The process that scenarios kill. Its arguments are a role, an endpoint to join or {@code -}, and an endpoint to
 * listen on or {@code -}. It prints its progress, and ends when its standard input does.
 */
public final class PeerProgram {

    /** Small, so that a publisher soon waits for this process. */
    static final long QUEUE_BYTES = 256 << 10;

    /** The longest that the first call may take in a new process on a busy machine. */
    private static final Duration LOADING = Duration.ofSeconds(30);

    private PeerProgram() {}

    /**
     * Runs a role.
     *
     * @param args see the class
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] args) throws IOException {
        Node.Builder builder = Chaski.node().name("peer-process");
        if (!args[1].equals("-")) {
            builder.join(args[1]);
        }
        if (!args[2].equals("-")) {
            builder.listen(args[2]);
        }
        Node node = builder.start();
        switch (args[0]) {
            case "subscriber" -> subscribe(node);
            case "exporter" -> export(node);
            case "caller" -> call(node);
            default -> throw new IllegalArgumentException("no role '" + args[0] + "'");
        }
        print("READY " + node.id()
                + node.endpoints().stream().map(endpoint -> " " + endpoint).collect(Collectors.joining()));
        while (System.in.read() >= 0) {
            // The parent sends nothing; its end ends the input.
        }
        Runtime.getRuntime().halt(0);
    }

    private static void subscribe(Node node) {
        AtomicBoolean any = new AtomicBoolean();
        node.service(Streamer.class)
                .subscribe(
                        Topics.NUMBERS, String.class, SubscriptionOptions.DEFAULT.queueBytes(QUEUE_BYTES), message -> {
                            if (any.compareAndSet(false, true)) {
                                print("FIRST " + message.payload());
                            }
                        });
    }

    private static void export(Node node) {
        Remote remote = node.service(Remote.class);
        remote.attach(Topics.WORK, Integer.class, Integer.class, n -> n + 1);
        remote.export(Topics.METER, OwnedMeter.class, () -> "peer-process");
        remote.export(Topics.SLOW, Slow.class, n -> {
            print("CALLED " + n);
            new CountDownLatch(1).await();
            return n;
        });
    }

    private static void call(Node node) {
        node.service(Remote.class)
                .proxy(Topics.REGISTRY, Registry.class, CallOptions.DEFAULT.deadline(LOADING))
                .register(text -> print("NOTIFIED " + text));
        print("REGISTERED");
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Names that both processes use. */
    static final class Topics {

        static final String NUMBERS = "scenario.numbers";
        static final String WORK = "scenario.work";
        static final String METER = "scenario.meter";
        static final String SLOW = "scenario.slow";
        static final String REGISTRY = "scenario.registry";

        static final List<String> EXPORTS = List.of(WORK, METER, SLOW);

        private Topics() {}
    }

    /** Has an attribute. */
    public interface OwnedMeter {
        /** {@return the name of the exporter} */
        String getOwner();
    }

    /** Has a slow method. */
    public interface Slow {
        /**
         * Returns its argument, possibly after some time.
         *
         * @param n any number
         * @return the number
         * @throws InterruptedException when interrupted
         */
        int echo(int n) throws InterruptedException;
    }

    /** Accepts callbacks. */
    public interface Registry {
        /**
         * Keeps a callback.
         *
         * @param callback the callback
         */
        void register(Callback callback);
    }

    /** A callback. */
    public interface Callback {
        /**
         * Calls back.
         *
         * @param text anything
         */
        void notify(String text);
    }
}
