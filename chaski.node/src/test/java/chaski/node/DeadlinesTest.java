package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.Peer;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.transport.Transport;
import chaski.node.configuration.ConfigChange;
import chaski.node.context.TimerSource;
import chaski.node.membership.Membership;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever enters the control loop, and whatever deadline it changes: no part that has deadlines is ever ticked late. A late tick is
 * a task itself, so it is enough to look before each task of a node if a deadline has passed.
 */
class DeadlinesTest {

    /** A deadline that is set in the past is met after the shortest delay. */
    private static final long SHORTEST_NS = 1_000;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> HOSTS = List.of("a", "b", "c", "d");

    private final TreeMap<String, Long> lateNs = new TreeMap<>();
    private long checks;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingThatUsersPeersAndTheNetworkDoDelaysADeadline(long seed) {
        Simulation world = new Simulation(seed);
        SimulatedNetwork network = new SimulatedNetwork(world);
        List<Talker> talkers = new ArrayList<>();
        for (String host : HOSTS) {
            talkers.add(watched(network, host, 1 + talkers.size()));
        }
        RandomGenerator random = world.random();
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            act(network, talkers, routes, random);
            world.run(Duration.ofNanos(random.nextLong(400_000_000L)));
        }

        assertThat(lateNs).isEmpty();
        assertThat(checks).isGreaterThan(2_000);
    }

    /** One of the things that can happen to a node; those of its users by all methods of its interface that reach the control loop. */
    private static void act(
            SimulatedNetwork network, List<Talker> talkers, List<Route> routes, RandomGenerator random) {
        Talker talker = talkers.get(random.nextInt(talkers.size()));
        Node node = talker.node;
        String host = HOSTS.get(random.nextInt(HOSTS.size()));
        NodeId other = new NodeId(new UUID(0, 1 + random.nextInt(HOSTS.size() + 1)));
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> node.join(PartsScene.at(host));
            case 3 -> node.removeSeed(PartsScene.at(host));
            case 4 -> talker.listen("t" + random.nextInt(3), 1 << 16);
            case 5 -> routes.add(talker.route("t" + random.nextInt(3)));
            case 6 -> node.discover(Topic.of("t" + random.nextInt(3)), Duration.ofMillis(1 + random.nextInt(2_000)));
            case 7 -> node.report(other);
            case 8 -> {
                if (!other.equals(node.id())) {
                    node.deny(other);
                }
            }
            case 9, 10 -> node.allow(other);
            case 11 -> node.peer(other).ifPresent(Peer::disconnect);
            case 12 -> network.cut(node.name(), host);
            case 13 -> network.block(node.name(), host);
            case 14 -> network.heal();
            default ->
                ((DefaultNode) node)
                        .reconfigure(ConfigChange.of(
                                node.config(),
                                Chaski.node()
                                        .name(node.name())
                                        .id(node.id())
                                        .listen("mem://" + node.name() + ":1")
                                        .advertise("mem://" + node.name() + ":1")
                                        .join("mem://" + host + ":1")
                                        .limits(Talker.limits(1000, 1000))
                                        .config()));
        }
    }

    @Test
    void leavingATransportDelaysNoDeadline() {
        Simulation world = new Simulation(9);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Talker a = watched(network, "a", 1);
        Talker b = watched(network, "b", 2);
        b.node.join(PartsScene.at("a"));
        world.await("they meet", () -> b.node.peers().size() == 1, SOON);
        Transport transport = network.transport("b", "second");
        b.node.addTransport(transport);
        world.run(Duration.ofSeconds(1));
        ((DefaultNode) b.node).leaveTransport(transport);
        world.run(Duration.ofSeconds(5));
        assertThat(a.node.peers()).hasSize(1);
        assertThat(lateNs).isEmpty();
    }

    /** An entry point that does not exist yet: a task that only calls a part. */
    @Test
    void anotherEntryPointHasNothingToRemember() {
        Simulation world = new Simulation(10);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Talker a = watched(network, "a", 1);
        world.run(Duration.ofMillis(1_100));
        Membership membership = (Membership) NodeProbe.timerSources(a.node).get(0);
        long[] doneMs = new long[1];
        long fromMs = world.now().toMillis();
        ProtocolNode.of(a.node)
                .environment()
                .execute(() -> membership.discover(
                        Topic.of("t"),
                        List.of(),
                        Duration.ofMillis(50),
                        ProtocolNode.of(a.node).environment().nanoTime(),
                        found -> doneMs[0] = world.now().toMillis()));
        world.run(Duration.ofSeconds(2));

        assertThat(doneMs[0] - fromMs).isEqualTo(50);
    }

    private Talker watched(SimulatedNetwork network, String host, long id) {
        WatchedLoop loop = new WatchedLoop(network.simulation().environment(host));
        Talker talker = new Talker(
                host,
                List.of(network.transport(host)),
                builder -> builder.id(new NodeId(new UUID(0, id)))
                        .session(SessionConfig.DEFAULT)
                        .listen(Endpoint.parse("mem://" + host + ":1").toString()),
                loop);
        List<TimerSource> sources = NodeProbe.timerSources(talker.node);
        loop.before(() -> check(host, sources, loop));
        return talker;
    }

    private void check(String host, List<TimerSource> sources, WatchedLoop loop) {
        checks++;
        for (TimerSource source : sources) {
            long byNs = loop.nanoTime() - source.deadlineNs(loop.nanoTime());
            if (byNs > SHORTEST_NS) {
                lateNs.merge(host + " " + source.getClass().getSimpleName(), byNs, Math::max);
            }
        }
    }
}
