package greeter;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.streamer.Message;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.time.Duration;

/** The same program on the module path, on the class path, and in an image of its own. */
public final class Greeter {

    private Greeter() {}

    record Greeting(String town, int number) {}

    public static void main(String[] args) {
        try (Node alice =
                        Chaski.node().name("alice").listen("tcp://127.0.0.1:0").start();
                Node bob = Chaski.node()
                        .name("bob")
                        .join(alice.endpoints().get(0).toString())
                        .start()) {
            Subscription<Greeting> in = alice.service(Streamer.class).subscribe("greetings.*", Greeting.class);
            Publisher<Greeting> out = bob.service(Streamer.class).publisher("greetings.morning", Greeting.class);
            if (!out.awaitSubscribers(1, Duration.ofSeconds(10))) {
                throw new IllegalStateException("bob does not see alice's subscription");
            }
            int number = 0;
            for (String town : new String[] {"Quito", "Cusco", "Lima"}) {
                out.publish(new Greeting(town, ++number));
            }
            in.drain();
            for (Message<Greeting> message : in) {
                System.out.println(message.topic() + ": " + message.payload());
            }
        }
    }
}
