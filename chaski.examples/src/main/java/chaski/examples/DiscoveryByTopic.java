package chaski.examples;

import chaski.api.Topic;
import chaski.api.node.Chaski;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import java.time.Duration;
import java.util.Optional;

/**
 * Nodes that find each other by their topics. The sensor and the display know only the meeting point, which uses
 * neither; because they share a topic, they are linked directly, and their messages do not pass through it.
 */
public final class DiscoveryByTopic {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DiscoveryByTopic() {}

    /**
     * Two nodes find each other through a third.
     *
     * @param args ignored
     */
    public static void main(String[] args) {
        try (Node meetingPoint = start("meeting-point", Optional.empty());
                Node sensor = start("sensor", Optional.of(meetingPoint));
                Node display = start("display", Optional.of(meetingPoint))) {

            // receives every event of the sensor; printed here: the nodes with which it pairs
            sensor.watch(event -> {
                if (event instanceof NodeEvent.Paired paired) {
                    System.out.println("sensor paired with " + paired.name() + " over " + paired.topic());
                }
            });

            Subscription<Double> in = display.service(Streamer.class).subscribe("house.*.temperature", Double.class);
            Publisher<Double> out = sensor.service(Streamer.class).publisher("house.kitchen.temperature", Double.class);
            if (!out.awaitSubscribers(1, PATIENCE)) {
                throw new IllegalStateException("sensor and display did not find each other");
            }

            out.publish(21.5);
            in.next(PATIENCE).ifPresent(message -> System.out.println(message.topic() + " is " + message.payload()));
            System.out.println("linked directly: " + sensor.peer(display.id()).isPresent());

            // a node can also query which nodes use a topic, without using it
            Topic topic = Topic.of("house.kitchen.temperature");
            for (DirectoryEntry node : meetingPoint
                    .discover(topic, Duration.ofSeconds(1))
                    .toCompletableFuture()
                    .join()) {
                System.out.println(
                        node.name() + (node.published().contains(topic) ? " publishes it" : " subscribes it"));
            }
        }
    }

    private static Node start(String name, Optional<Node> join) {
        Node.Builder builder = Chaski.node().name(name).listen("tcp://127.0.0.1:0");
        join.ifPresent(other -> builder.join(other.endpoints().get(0).toString()));
        return builder.start();
    }
}
