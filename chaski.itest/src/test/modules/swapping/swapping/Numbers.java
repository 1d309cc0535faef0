package swapping;

import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.time.Duration;
import java.util.Iterator;

/** A stream of numbers from one node to another, taken in portions. */
final class Numbers {

    /** Room for some hundred numbers, so that most of a portion is sent while it is taken. */
    private static final long WINDOW_BYTES = 32 << 10;

    private final Iterator<Message<String>> numbers;
    private final Thread publishing;
    private final int size;
    private int next;

    /** Begins to publish a number of portions of that size. */
    Numbers(Node from, Node to, int pieces, int size) throws InterruptedException {
        Subscription<String> in = to.service(Streamer.class).subscribe(
                        "numbers", String.class, SubscriptionOptions.DEFAULT.queueBytes(WINDOW_BYTES));
        Publisher<String> out = from.service(Streamer.class).publisher("numbers", String.class);
        if (!out.awaitSubscribers(1, Duration.ofSeconds(30))) {
            throw new IllegalStateException("the subscription was not seen");
        }
        this.numbers = in.iterator();
        this.size = size;
        this.publishing = new Thread(() -> publish(out, pieces * size));
        publishing.start();
    }

    private static void publish(Publisher<String> out, int count) {
        for (int number = 0; number < count; number++) {
            out.publish(Integer.toString(number));
        }
    }

    void takePiece() {
        for (int end = next + size; next < end; next++) {
            String payload = numbers.next().payload();
            if (!payload.equals(Integer.toString(next))) {
                throw new IllegalStateException("expected " + next + ", got " + payload);
            }
        }
        System.out.println("numbers up to " + next + " came in order");
    }

    void end() throws InterruptedException {
        publishing.join();
    }
}
