package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.testkit.hostile.HostileEntry;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostileMembership;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Peers that announce thousands of nodes that do not exist keep no real one out, and end no session of the nodes that
 * learn of them.
 */
class PoisonedDirectoryTest {

    private static final Endpoint VICTIM = Endpoint.parse("mem://victim:1");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FALSE_EACH = 4_000;

    private final Simulation world = new Simulation(47);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker victim = talker("victim", 1, "");
    private final Talker friend = talker("friend", 2, "victim");
    private final HealthyPair healthy;

    PoisonedDirectoryTest() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        healthy = new HealthyPair(world, friend, victim, "t");
    }

    /** Its control loop is stopped for five seconds while the directory arrives, as on an overloaded machine. */
    @Test
    void aSlowNewcomerJoinsAndLosesNothing() {
        poison();
        HeldLoop loop = new HeldLoop(world.environment("newcomer"));
        Talker newcomer = new Talker(
                "newcomer",
                List.of(network.transport("newcomer")),
                builder -> builder.id(new NodeId(new UUID(0, 3)))
                        .listen("mem://newcomer:1")
                        .join("mem://victim:1"),
                loop);
        HealthyPair joined = new HealthyPair(world, victim, newcomer, "n");
        loop.hold();
        world.run(Duration.ofSeconds(5));
        loop.release();
        world.run(Duration.ofSeconds(30));

        assertThat(newcomer.counted("membership.dropped.overload")).isPositive();
        assertThat(newcomer.counted("refused.protocol")).isZero();
        assertThat(newcomer.node.directory()).extracting(DirectoryEntry::id).contains(friend.node.id());
        joined.assertExact();
        healthy.assertExact();
    }

    @Test
    void trueNodesHaveAPlaceInAFullDirectory() {
        poison();
        assertThat(victim.node.directory()).hasSizeGreaterThan(9_000);
        HostilePeer honest = peer(9);
        Set<NodeId> truth = announce(honest, 7, 500, 100);
        world.run(Duration.ofSeconds(1));

        Set<NodeId> known = known(victim);
        assertThat(known).containsAll(truth);
        assertThat(known).hasSizeLessThanOrEqualTo(10_000);
        for (int vouch = 1;
                vouch <= 5;
                vouch++) { // as long as it takes until what victim has dropped is stale elsewhere
            world.run(Duration.ofSeconds(10));
            honest.append(HostileMembership.vouches(rows(truth, vouch)));
        }
        assertThat(known(friend)).containsAll(truth);
        assertThat(known(victim)).containsAll(truth);
        healthy.assertExact();
    }

    @Test
    void theNewcomersOfManySecondsAreKnownAtOnceBesideAFlood() {
        HostilePeer evil = peer(1);
        for (int i = 0; i < 20; i++) {
            announce(evil, 100 + i, 500, 1000);
        }
        Talker newcomer = talker("newcomer", 3, "victim");

        world.await(
                "friend knows it",
                () -> friend.node.directory().stream()
                        .anyMatch(entry -> entry.id().equals(newcomer.node.id())),
                Duration.ofSeconds(2));
        healthy.assertExact();
    }

    /** Without an attack: a node that knows ten thousand other nodes. */
    @Test
    void anHonestDirectoryOfTheLargestSizeEndsNoSession() {
        HostilePeer honest = peer(1);
        Set<NodeId> truth = announce(honest, 7, 9_900, 1_000);
        world.run(Duration.ofSeconds(2));
        assertThat(known(victim)).containsAll(truth);
        HeldLoop loop = new HeldLoop(world.environment("newcomer"));
        Talker newcomer = new Talker(
                "newcomer",
                List.of(network.transport("newcomer")),
                builder -> builder.id(new NodeId(new UUID(0, 3))).join("mem://victim:1"),
                loop);
        HealthyPair joined = new HealthyPair(world, victim, newcomer, "n");
        for (int i = 0; i < 3; i++) {
            loop.hold();
            world.run(Duration.ofSeconds(3));
            loop.release();
            world.run(Duration.ofSeconds(2));
        }
        world.await("it knows all", () -> newcomer.node.directory().size() >= 9_900, Duration.ofSeconds(30));

        assertThat(newcomer.counted("refused.protocol")).isZero();
        joined.assertExact();
        healthy.assertExact();
    }

    /** The rest of an entry whose other parts were dropped is no entry. */
    @Test
    void entriesInPartsThatAreDroppedHalfwayBreakNothing() {
        HeldLoop loop = new HeldLoop(world.environment("slow"));
        Talker slow = new Talker(
                "slow",
                List.of(network.transport("slow")),
                builder -> builder.id(new NodeId(new UUID(0, 3))).listen("mem://slow:1"),
                loop);
        HostilePeer peer = HostilePeer.dial(
                        network.transport("peer"),
                        Endpoint.parse("mem://slow:1"),
                        HostileIdentity.of(new NodeId(new UUID(5, 1)), 1),
                        world::await)
                .handshake();
        world.run(Duration.ofSeconds(1));
        for (int i = 0; i < 2; i++) {
            loop.hold();
            for (int j = 0; j < 14; j++) {
                peer.append(HostileMembership.entryParts(large(20 * i + j), 60_000 + i));
            }
            world.run(Duration.ofSeconds(1));
            loop.release();
            world.run(Duration.ofSeconds(1));
        }
        assertThat(slow.counted("membership.dropped.overload")).isPositive();
        assertThat(slow.counted("refused.protocol")).isZero();
        HostileEntry next = large(100);
        peer.append(HostileMembership.entryParts(next, 60_000));

        world.await(
                "the next one is whole",
                () -> slow.node.directory().stream()
                        .anyMatch(entry -> entry.id().equals(next.node())),
                SOON);
        healthy.assertExact();
    }

    private static HostileEntry large(int number) {
        String[] topics = IntStream.range(0, 2_000)
                .mapToObj(i -> "x" + (10_000 + i) + "y".repeat(190))
                .toArray(String[]::new);
        return HostileEntry.of(new NodeId(new UUID(9, number)), 1).publishing(topics);
    }

    private void poison() {
        for (int i = 1; i <= 3; i++) {
            announce(peer(i), 100 + i, FALSE_EACH, 1000);
        }
        world.run(Duration.ofSeconds(3));
    }

    private static Set<NodeId> known(Talker node) {
        return node.node.directory().stream().map(DirectoryEntry::id).collect(Collectors.toSet());
    }

    private static HostileEntry[] rows(Set<NodeId> nodes, int vouch) {
        return nodes.stream().map(node -> HostileEntry.of(node, 1).vouch(vouch)).toArray(HostileEntry[]::new);
    }

    private static Set<NodeId> announce(HostilePeer peer, long group, int count, int bytes) {
        List<HostileEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> topics = new ArrayList<>();
            for (int left = bytes - 60; left > 0; left -= 202) {
                topics.add("x" + (10_000 + topics.size()) + "y".repeat(Math.min(left, 190)));
            }
            entries.add(HostileEntry.of(new NodeId(new UUID(group, i)), 1).publishing(topics.toArray(String[]::new)));
        }
        peer.append(HostileMembership.entries(entries));
        return entries.stream().map(HostileEntry::node).collect(Collectors.toSet());
    }

    private HostilePeer peer(long id) {
        NodeId node = new NodeId(new UUID(5, id));
        return HostilePeer.dial(network.transport("peer" + id), VICTIM, HostileIdentity.of(node, 1), world::await)
                .handshake();
    }

    private Talker talker(String host, long id, String join) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.id(new NodeId(new UUID(0, id))).listen("mem://" + host + ":1");
            if (!join.isEmpty()) {
                builder.join("mem://" + join + ":1");
            }
        });
    }
}
