package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.SessionConfig;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfDescriptionTest {

    private static final Endpoint BOUND = Endpoint.parse("mem://a:1");

    @Test
    void advertisedEndpointsReplaceTheBoundOnes() {
        PartsScene scene = new PartsScene(builder -> builder.advertise("mem://gateway:9"));
        scene.transports.add(scene.transport());
        scene.transports.listen(BOUND);
        SelfDescription self = new SelfDescription(scene.context, scene.layer, scene.transports);

        assertThat(self.endpoints()).containsExactly(Endpoint.parse("mem://gateway:9"));
        assertThat(self.announcement().endpoints()).isEqualTo(self.endpoints());
    }

    @Test
    void withoutAdvertisedOnesTheBoundEndpointsArePublished() {
        PartsScene scene = new PartsScene();
        scene.transports.add(scene.transport());
        scene.transports.listen(BOUND);
        SelfDescription self = new SelfDescription(scene.context, scene.layer, scene.transports);

        assertThat(self.endpoints()).containsExactly(BOUND);
    }

    @Test
    void reportNamesTopicsOnceAndPeersButNoObservers() {
        Simulation world = new Simulation(31);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Talker a = new Talker(network, "a", 1, "", SessionConfig.DEFAULT);
        Talker b = new Talker(network, "b", 2, "a", SessionConfig.DEFAULT);
        Talker watcher = new Talker(network, "c", List.of(network.transport("c")), builder -> builder.observer(true)
                .id(PartsScene.id(3))
                .join("mem://a:1"));
        a.listen("t", 1 << 20);
        a.listen("u.*", 1 << 20);
        a.route("t");
        world.await("both are peers", () -> a.node.peers().size() == 2, Duration.ofSeconds(20));
        Coordinator coordinator = NodeProbe.coordinator(a.node);
        SelfDescription self =
                new SelfDescription(coordinator.context(), coordinator.sessionLayer(), coordinator.transports());

        assertThat(self.report().topics()).containsExactly("t", "u.*");
        assertThat(self.report().peers()).singleElement().satisfies(line -> {
            assertThat(line.id()).isEqualTo(b.node.id());
            assertThat(line.link()).isEqualTo("mem");
        });
        assertThat(watcher.node.peers()).hasSize(1);
        assertThat(self.announcement().published()).containsExactly(Topic.of("t"));
        assertThat(self.announcement().subscribed()).containsExactly(TopicPattern.of("t"), TopicPattern.of("u.*"));
    }
}
