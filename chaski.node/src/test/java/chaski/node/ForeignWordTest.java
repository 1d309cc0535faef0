package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeEvent.Parked;
import chaski.api.node.NodeEvent.PeerDown;
import chaski.testkit.hostile.HostileEntry;
import chaski.testkit.hostile.HostileErrorCode;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostileMembership;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims about another node's id, or about the receiver's own, stop no node and end no session. */
class ForeignWordTest {

    private static final long MAX_VERSION = 1L << 48;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(53);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker victim = talker("victim", 1, "");
    private final Talker friend = talker("friend", 2, "victim");
    private final Talker far = talker("far", 3, "friend");
    private final HealthyPair there;
    private final HealthyPair back;
    private final long run = victim.node.incarnation();
    private int evils;

    ForeignWordTest() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
        there = new HealthyPair(world, friend, victim, "there");
        back = new HealthyPair(world, victim, friend, "back");
    }

    @AfterEach
    void nothingHasHappened() {
        world.run(SOON);
        assertThat(victim.node.incarnation()).isEqualTo(run);
        for (Talker each : List.of(victim, friend)) {
            assertThat(each.raised(Parked.class)).isEmpty();
            assertThat(each.raised(PeerDown.class))
                    .noneMatch(down -> List.of("victim", "friend").contains(down.name()));
        }
        assertThat(seenBy(friend))
                .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo("victim"));
        there.assertExact();
        back.assertExact();
    }

    @Test
    void anEntryWithTheHighestIncarnation() {
        announceEverywhere(about(Long.MAX_VALUE).version(MAX_VERSION).vouch(Integer.MAX_VALUE));
        assertThat(victim.counted("membership.refused.incarnation")).isPositive();
        world.run(Duration.ofSeconds(5));
        assertThat(seenBy(far)).as("nobody believes it").hasValueSatisfying(entry -> assertThat(entry.name())
                .isEqualTo("victim"));
    }

    @Test
    void sixRisingIncarnations() {
        for (int i = 1; i <= 6; i++) {
            announceEverywhere(about(run + 1000L * i).version(i));
            world.run(Duration.ofSeconds(2));
        }
        assertThat(victim.counted("ids.laterRunKnown")).isPositive();
    }

    @Test
    void theNewsThatItHasLeft() {
        announceEverywhere(about(run).version(1_000).left());
        world.run(Duration.ofSeconds(2));
        assertThat(seenBy(friend)).isPresent();
        assertThat(seenBy(far)).as("it was refuted").isPresent();
    }

    /** No version can refute it. */
    @Test
    void theNewsInTheLastVersionThatItHasLeft() {
        announceEverywhere(about(run).version(MAX_VERSION).left());
        world.run(Duration.ofSeconds(2));
        assertThat(seenBy(friend)).isPresent();
        assertThat(friend.counted("membership.refused.version")).isPositive();
    }

    @Test
    void anEntryInTheLastVersionThatNamesAnotherAddress() {
        announceEverywhere(about(run).version(MAX_VERSION).named("mask").at("mem://evil:1"));
        world.run(Duration.ofSeconds(2));
        assertThat(seenBy(friend))
                .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo("victim"));
    }

    @Test
    void versionsThatRiseBeyondWhatCanBe() {
        for (int i = 0; i < 48; i++) {
            announceEverywhere(about(run).version(1L << i).named("mask"));
            world.run(Duration.ofMillis(500));
        }
    }

    @Test
    void opinionsThatItIsDown() {
        HostilePeer evil = evil("friend", 1);
        HostilePeer atVictim = evil("victim", 2);
        for (int i = 0; i < 50; i++) {
            HostileEntry row = about(run).version(1 + i % 3).vouch(i * 1000);
            evil.append(HostileMembership.opinion(row, 2));
            atVictim.append(HostileMembership.opinion(row, 2));
            world.run(Duration.ofMillis(200));
        }
    }

    @Test
    void handshakesWithItsId() {
        NodeId id = victim.node.id();
        for (long claimed : new long[] {run, run + 1, run - 1, Long.MAX_VALUE, run + 60_000, 0}) {
            for (String host : List.of("friend", "victim")) {
                HostilePeer peer = HostilePeer.dial(
                        network.transport("evil"),
                        Endpoint.parse("mem://" + host + ":1"),
                        HostileIdentity.of(id, claimed),
                        world::await);
                peer.hello();
                peer.send(HostileFrames.attachNew(new UUID(4, claimed), 1));
                assertThat(peer.awaitRefusal().code())
                        .isIn(
                                HostileErrorCode.ID_IN_USE,
                                HostileErrorCode.CROSSING,
                                HostileErrorCode.DUPLICATE_ID,
                                HostileErrorCode.SELF,
                                HostileErrorCode.OTHER);
                peer.awaitClosed();
            }
            world.run(Duration.ofSeconds(2));
        }
    }

    /** It is refused with the reason, and its incarnation is not stored. */
    @Test
    void aStrangerWithAnIncarnationThatCannotBe() {
        HostileIdentity identity = HostileIdentity.of(new NodeId(new UUID(5, 77)), Long.MAX_VALUE - 1);
        HostilePeer peer =
                HostilePeer.dial(network.transport("evil"), Endpoint.parse("mem://victim:1"), identity, world::await);
        peer.hello();
        peer.send(HostileFrames.attachNew(new UUID(4, 4), 1));

        assertThat(peer.awaitRefusal()).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(HostileErrorCode.OTHER);
            assertThat(refusal.text()).contains("clock");
        });
        assertThat(victim.counted("refused.incarnation")).isEqualTo(1);
        HostilePeer again = HostilePeer.dial(
                        network.transport("evil"),
                        Endpoint.parse("mem://victim:1"),
                        identity.incarnation(5),
                        world::await)
                .handshake();
        assertThat(again.isAttached()).isTrue();
    }

    private void announceEverywhere(HostileEntry entry) {
        evil("victim", 11).append(HostileMembership.entries(entry));
        evil("friend", 12).append(HostileMembership.entries(entry));
        evil("far", 13).append(HostileMembership.entries(entry));
        world.run(Duration.ofMillis(100));
    }

    private HostileEntry about(long incarnation) {
        return HostileEntry.of(victim.node.id(), incarnation).named("mask");
    }

    private Optional<DirectoryEntry> seenBy(Talker node) {
        return node.node.directory().stream()
                .filter(entry -> entry.id().equals(victim.node.id()))
                .findFirst();
    }

    private HostilePeer evil(String at, long id) {
        evils++;
        NodeId node = new NodeId(new UUID(5 + evils, id));
        return HostilePeer.dial(
                        network.transport("evil"),
                        Endpoint.parse("mem://" + at + ":1"),
                        HostileIdentity.of(node, 1),
                        world::await)
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
