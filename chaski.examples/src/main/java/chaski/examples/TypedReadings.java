package chaski.examples;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Offer;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import java.time.Duration;

/**
 * Records, and a subscriber that is slower than its publisher: the publisher waits, no message is dropped, and memory
 * stays bounded. A publisher that cannot wait uses {@code offer} and decides what to do.
 */
public final class TypedReadings {

    private static final int READINGS = 10_000;

    private TypedReadings() {}

    /**
     * A measurement. Any record or bean can be used; on the module path, its package must be open to the codec.
     *
     * @param sensor the sensor
     * @param celsius the temperature
     */
    public record Reading(String sensor, double celsius) {}

    /**
     * Streams readings to a subscriber with a small queue.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        try (Node lab = Chaski.node().name("lab").listen("tcp://127.0.0.1:0").start();
                Node desk = Chaski.node()
                        .name("desk")
                        .join(lab.endpoints().get(0).toString())
                        .start()) {

            // A queue of 16 KiB holds 128 small messages; the default holds 65,536.
            Subscription<Reading> in = desk.service(Streamer.class)
                    .subscribe("lab.temp", Reading.class, SubscriptionOptions.DEFAULT.queueBytes(16 * 1024));
            Publisher<Reading> out = lab.service(Streamer.class).publisher("lab.temp", Reading.class);
            if (!out.awaitSubscribers(1, Duration.ofSeconds(10))) {
                throw new IllegalStateException("the lab does not see the desk's subscription");
            }

            // No message is taken yet, so the queue fills up and offer() returns BACKPRESSURED instead of waiting.
            int published = 0;
            while (out.offer(reading(published)) == Offer.ACCEPTED) {
                published++;
            }
            System.out.println("the queue is full: " + (published < READINGS));

            // publish() waits for the subscriber instead; here it runs as fast as the other side takes messages.
            int already = published;
            Thread publisher = new Thread(() -> {
                for (int i = already; i < READINGS; i++) {
                    out.publish(reading(i));
                }
                in.drain();
            });
            publisher.start();

            int received = 0;
            for (Message<Reading> message : in) {
                if (!message.payload().equals(reading(received))) {
                    throw new IllegalStateException("expected reading " + received + ", got " + message.payload());
                }
                received++;
            }
            System.out.println(received + " readings, in order");
        }
    }

    private static Reading reading(int i) {
        return new Reading("roof", 20 + i % 10);
    }
}
