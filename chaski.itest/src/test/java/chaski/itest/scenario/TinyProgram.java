package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A publisher on a machine that lacks some resource. It prints {@code READY} with its endpoint, waits for a number of
 * subscribers, publishes messages as fast as it can, and prints {@code PUBLISHED} with how many were acknowledged. Then
 * it publishes one message more for each line of its standard input, and ends with it.
 */
public final class TinyProgram {

    /** The topic of its messages. */
    static final String TOPIC = "tiny.numbers";

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private TinyProgram() {}

    /**
     * Publishes.
     *
     * @param args how many subscribers to wait for, how many messages, and how many bytes each
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] args) throws IOException {
        int subscribers = Integer.parseInt(args[0]);
        int messages = Integer.parseInt(args[1]);
        byte[] message = new byte[Integer.parseInt(args[2])];
        Node node = Chaski.node().name("tiny").listen("tcp://127.0.0.1:0").start();
        Publisher<byte[]> publisher = node.service(Streamer.class).publisher(TOPIC, byte[].class);
        print("READY " + node.endpoints().get(0));
        if (!publisher.awaitSubscribers(subscribers, PATIENCE)) {
            throw new IllegalStateException("expected " + subscribers + " subscribers, got " + publisher.subscribers());
        }
        for (int i = 0; i < messages; i++) {
            publisher.publish(message);
        }
        publisher.awaitAcknowledged(PATIENCE);
        print("PUBLISHED " + publisher.statistics().acknowledged());
        for (int in = System.in.read(); in >= 0; in = System.in.read()) {
            if (in == '\n') {
                publisher.publish(message);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** Not by a {@link java.io.PrintStream}, which reports no failure. */
    private static void print(String line) throws IOException {
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
