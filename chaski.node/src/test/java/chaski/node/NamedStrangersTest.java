package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.protocol.Route;
import chaski.testkit.hostile.HostileEntry;
import chaski.testkit.hostile.HostileFrame;
import chaski.testkit.hostile.HostileFrameType;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostileListener;
import chaski.testkit.hostile.HostileMembership;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A peer that names the addresses of third parties makes a node dial each a few times at most. */
class NamedStrangersTest {

    private static final int ENTRIES = 300;
    private static final int HELLO_BYTES = 80;
    private static final Endpoint VICTIM = Endpoint.parse("mem://victim:1");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration WHILE = Duration.ofSeconds(10);

    private final Simulation world = new Simulation(43);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker victim = talker("victim", 1, "");
    private final Talker friend = talker("friend", 2, "victim");
    private final HealthyPair healthy;
    private final List<HostileListener> thirds = new ArrayList<>();

    NamedStrangersTest() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        healthy = new HealthyPair(world, friend, victim, "t");
        victim.route("wanted");
    }

    @Test
    void manyNodesAtOneEndpoint() {
        third("third", 1);
        announce(evil(1), i -> "mem://third:1");
        world.run(WHILE);

        assertDialled("one endpoint", 6);
        healthy.assertExact();
    }

    @Test
    void manyPortsOfOneAddress() {
        for (int i = 1; i <= ENTRIES; i++) {
            third("third", i);
        }
        announce(evil(1), i -> "mem://third:" + i);
        world.run(WHILE);

        assertDialled("one address", 60);
        healthy.assertExact();
    }

    @Test
    void manyAddresses() {
        for (int i = 1; i <= ENTRIES; i++) {
            third("third" + i, 1);
        }
        announce(evil(1), i -> "mem://third" + i + ":1");
        world.run(WHILE);

        assertDialled("many addresses", 60);
        healthy.assertExact();
    }

    /** A host that refuses is dialled again after growing pauses, for all its names together. */
    @Test
    void addressesWhereNobodyListens() {
        announce(evil(1), i -> "mem://third:1");
        world.run(WHILE);

        assertThat(victim.counted("dial.attempts")).isLessThanOrEqualTo(8);
        healthy.assertExact();
    }

    /** Each announces it as its own endpoint and abandons its session, which the node then tries to resume there. */
    @Test
    void endpointsOfPeersThatHungUp() {
        third("third", 1);
        for (int i = 0; i < 100; i++) {
            HostilePeer peer = evil(10 + i);
            peer.append(HostileMembership.entries(
                    HostileEntry.of(peer.identity().id(), peer.identity().incarnation())
                            .at("mem://third:1")));
            peer.awaitSent();
            world.run(Duration.ofMillis(10));
            peer.hangUp();
        }
        world.run(WHILE);

        assertDialled("peers that hung up", 6);
        healthy.assertExact();
    }

    /** 300 false nodes do not delay a real one that another peer names. */
    @Test
    void trueNodesOfOthersAreReachedMeanwhile() {
        third("third", 1);
        announce(evil(1), i -> i % 2 == 0 ? "mem://third:1" : "mem://nowhere" + i + ":1");
        List<Talker> farOnes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Talker far = talker("far" + i, 1_000 + i, "friend");
            far.listen("wanted", 1 << 16);
            farOnes.add(far);
        }
        Route route = victim.route("wanted");

        world.await("all pair", () -> route.matched() == farOnes.size(), Duration.ofSeconds(3));
        healthy.assertExact();
    }

    /** Many processes of one machine, announced by one peer. */
    @Test
    void manyTrueNodesOfOneAddressAreReachedAtOnce() {
        List<Talker> farOnes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int port = 1 + i;
            Talker far = new Talker(network, "many", List.of(network.transport("many")), builder -> builder.id(
                            new NodeId(new UUID(0, 1_000 + port)))
                    .listen("mem://many:" + port)
                    .join("mem://friend:1"));
            far.listen("wanted", 1 << 16);
            farOnes.add(far);
        }
        Route route = victim.route("wanted");

        world.await("all pair", () -> route.matched() == farOnes.size(), Duration.ofSeconds(3));
        healthy.assertExact();
    }

    private void assertDialled(String what, int most) {
        int links = thirds.stream().mapToInt(HostileListener::links).sum();
        long bytes = thirds.stream().mapToLong(HostileListener::bytes).sum();
        assertThat(links).as(what).isBetween(1, most);
        assertThat(bytes).isLessThanOrEqualTo((long) most * HELLO_BYTES);
        for (HostileListener third : thirds) {
            for (HostilePeer peer : third.peers()) {
                assertThat(peer.frames())
                        .hasSizeLessThanOrEqualTo(1)
                        .extracting(HostileFrame::type)
                        .allMatch(type -> type == HostileFrameType.HELLO.number());
            }
        }
    }

    private void announce(HostilePeer evil, IntFunction<String> endpoints) {
        List<HostileEntry> entries = new ArrayList<>();
        for (int i = 1; i <= ENTRIES; i++) {
            entries.add(HostileEntry.of(new NodeId(new UUID(6, i)), 1)
                    .at(endpoints.apply(i))
                    .subscribing("wanted"));
        }
        evil.append(HostileMembership.entries(entries));
    }

    private void third(String host, int port) {
        thirds.add(HostileListener.listen(
                        network.transport(host),
                        Endpoint.parse("mem://" + host + ":" + port),
                        HostileIdentity.of(new NodeId(new UUID(8, port)), 1),
                        world::await)
                .only());
    }

    private HostilePeer evil(long id) {
        NodeId node = new NodeId(new UUID(5, id));
        return HostilePeer.dial(network.transport("evil"), VICTIM, HostileIdentity.of(node, 1), world::await)
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
