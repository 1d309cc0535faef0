package chaski.examples;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.time.Duration;

/**
 * Two nodes in one program. One listens, the other joins it; from then on they are equals. Usually they are two
 * programs: the second only needs the endpoint of the first.
 */
public final class HelloWorld {

    private HelloWorld() {}

    /**
     * Sends three greetings from one node to the other.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        // Port 0 takes any free port; endpoints() returns it.
        try (Node alice =
                        Chaski.node().name("alice").listen("tcp://127.0.0.1:0").start();
                Node bob = Chaski.node()
                        .name("bob")
                        .join(alice.endpoints().get(0).toString())
                        .start()) {

            // A subscription is for a pattern of topics, a publisher for one topic.
            Subscription<String> in = alice.service(Streamer.class).subscribe("greetings.*", String.class);
            Publisher<String> out = bob.service(Streamer.class).publisher("greetings.morning", String.class);

            // Messages published without a subscription are dropped, so wait for the one subscription.
            if (!out.awaitSubscribers(1, Duration.ofSeconds(10))) {
                throw new IllegalStateException("bob does not see alice's subscription");
            }
            for (String town : new String[] {"Quito", "Cusco", "Lima"}) {
                out.publish("good morning, " + town);
            }

            // Ends the iteration below once everything that was published has been taken.
            in.drain();
            for (Message<String> greeting : in) {
                System.out.println(greeting.topic() + " #" + greeting.sequence() + ": " + greeting.payload());
            }
        }
    }
}
