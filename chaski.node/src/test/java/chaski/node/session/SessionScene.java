package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Limits;
import chaski.api.node.NodeEvent;
import chaski.api.security.SecurityConfig;
import chaski.node.context.Counters;
import chaski.node.context.NodeContext;
import chaski.node.declaration.Declarations;
import chaski.node.identity.NodeSecurity;
import chaski.node.log.SegmentPool;
import chaski.node.receive.ReassemblyMemory;
import chaski.node.routing.Router;
import chaski.node.wire.Hello;
import chaski.node.wire.WireVersions;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What the parts of a session need of a node. */
final class SessionScene {

    static final int TOPICS_PER_PEER = 3;

    final Simulation world = new Simulation(1);
    final Counters counters = new Counters();
    final List<NodeEvent> events = new ArrayList<>();
    final SessionResources resources;

    SessionScene() {
        NodeId id = new NodeId(new UUID(0, 1));
        NodeContext context = new NodeContext(
                Chaski.node()
                        .name("node")
                        .id(id)
                        .limits(Limits.DEFAULT.topicsPerPeer(TOPICS_PER_PEER))
                        .config(),
                NodeSecurity.open(SecurityConfig.DEFAULT, () -> Instant.EPOCH, new Random(1)),
                world.environment("node"),
                counters,
                draft -> events.add(draft.at(Instant.EPOCH)));
        resources = new SessionResources(
                context,
                new SegmentPool(64 << 20, () -> {}, () -> {}),
                new ReassemblyMemory(context.environment(), 1 << 20),
                new Declarations(10, 1000, later -> {}, () -> {}),
                new Router(id, () -> "node", context::nanoTime));
    }

    /** The identity of a peer with such limits. */
    static Hello peer(long maxMessageBytes, long assemblyBytes) {
        return new Hello(
                WireVersions.OWN,
                new NodeId(new UUID(0, 2)),
                1,
                "peer",
                false,
                maxMessageBytes,
                assemblyBytes,
                60_000,
                0,
                "");
    }

    /** Runs what waits for the control loop. */
    void runTasks() {
        world.run(Duration.ofMillis(10));
    }
}
