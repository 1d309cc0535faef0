package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.Limits;
import chaski.api.node.Peer;
import chaski.api.protocol.Route;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** However many topics a node has, it pairs with the nodes that share one, and only with those. */
class ManyTopicsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker hub = node("hub", 1, "");

    private Talker node(String host, long id, String join) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.id(new NodeId(new UUID(0, id))).listen("mem://" + host + ":1");
            builder.limits(Limits.DEFAULT
                    .handshakesPerSecond(100_000)
                    .handshakeBurst(100_000)
                    .connectionsPerAddress(1000)
                    .topicsPerPeer(2_048));
            if (!join.isEmpty()) {
                builder.join("mem://" + join + ":1");
            }
        });
    }

    private Talker subscriber(String host, long id, String pattern) {
        Talker subscriber = node(host, id, "hub");
        subscriber.listen(pattern, 65_536);
        return subscriber;
    }

    private static List<String> peersOf(Talker talker) {
        return talker.node.peers().stream().map(Peer::name).sorted().toList();
    }

    @Test
    void fiveThousandPublishedTopicsLeadToNobodyWhoDoesNotShareOne() {
        Talker stranger = subscriber("stranger", 2, "plant.other");
        Talker friend = subscriber("friend", 3, "plant.4321");
        Talker publisher = node("publisher", 4, "hub");
        Route[] routes = new Route[5_000];
        for (int i = 0; i < routes.length; i++) {
            routes[i] = publisher.route("plant." + i);
        }
        world.await("it is paired", () -> publisher.node.peer(friend.node.id()).isPresent(), SOON);
        world.run(LONG);
        assertThat(peersOf(publisher)).containsExactly("friend", "hub");
        // the first credit may be with the hub
        world.await("it is sent", () -> Talker.say(routes[4321], 1, 10) == 1, SOON);
        world.run(Duration.ofSeconds(1));
        assertThat(friend.heard).containsExactly(1L);

        publisher.route("plant.other");
        world.await(
                "paired by the new topic",
                () -> publisher.node.peer(stranger.node.id()).isPresent(),
                SOON);
    }

    @Test
    void fifteenHundredSubscriptionsLeadToNobodyWhoDoesNotShareOne() {
        Talker stranger = node("stranger", 2, "hub");
        stranger.route("plant.other");
        Talker friend = node("friend", 3, "hub");
        friend.route("plant.1234");
        Talker subscriber = node("subscriber", 4, "hub");
        for (int i = 0; i < 1_500; i++) {
            subscriber.listen("plant." + i, 1_000);
        }
        world.await("it is paired", () -> subscriber.node.peer(friend.node.id()).isPresent(), SOON);
        world.run(LONG);
        assertThat(peersOf(subscriber)).containsExactly("friend", "hub");
        subscriber.listen("plant.other", 1_000);
        world.await(
                "paired by the new topic",
                () -> subscriber.node.peer(stranger.node.id()).isPresent(),
                SOON);
    }

    @Test
    void topicsBeyondTheEntryLeadOnlyToThoseWhoseTopicsBeginAlike() {
        Talker stranger = subscriber("stranger", 2, "office.door");
        Talker alike = subscriber("alike", 3, "plant.other");
        Talker publisher = node("publisher", 4, "hub");
        for (int i = 0; i < 17_000; i++) {
            publisher.route("plant." + i);
        }
        world.await("paired in vain", () -> publisher.node.peer(alike.node.id()).isPresent(), SOON);
        world.run(Duration.ofSeconds(5));
        assertThat(publisher.node.peer(stranger.node.id())).isEmpty();
        assertThat(hub.node.peers()).hasSize(3);
    }
}
