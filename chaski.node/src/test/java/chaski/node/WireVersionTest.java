package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent.DialFailed;
import chaski.api.node.NodeEvent.PeerInDoubt;
import chaski.api.node.NodeEvent.PeerUp;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.node.wire.WireVersions;
import chaski.testkit.hostile.HostileErrorCode;
import chaski.testkit.hostile.HostileFrameType;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostileListener;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileRefusal;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes without a common wire version: both sides report it, with the side to update, and others are not disturbed. */
class WireVersionTest {

    private static final int NEXT = WireVersions.OWN.highest() + 1;
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final HostileIdentity NEWER =
            HostileIdentity.of(new NodeId(new UUID(7, 7)), 1).named("newer");

    private final Simulation world = new Simulation(41);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker node = new Talker(network, "node", 1, "", SessionConfig.DEFAULT);
    private final Talker friend = new Talker(network, "friend", 2, "node", SessionConfig.DEFAULT);

    @BeforeEach
    void delay() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(2), Duration.ofMillis(1)));
    }

    @Test
    void newerNodeThatDialsIsRefusedAndBothSidesLearnWhichOneToUpdate() {
        HostilePeer newer = dial();

        newer.send(HostileFrames.hello(NEXT, NEXT + 1, NEWER));
        HostileRefusal refusal = newer.awaitRefusal();
        newer.awaitClosed();
        world.run(MOMENT);

        assertThat(refusal.code()).isEqualTo(HostileErrorCode.VERSION);
        assertThat(refusal.value()).isEqualTo(WireVersions.OWN.highest());
        assertThat(refusal.text())
                .contains("this node supports " + NEXT + " to " + (NEXT + 1))
                .endsWith("update Chaski on the other node");
        assertThat(node.counted("refused.version")).isEqualTo(1);
        assertThat(node.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("refused.version");
            assertThat(refused.reason())
                    .contains("the other node " + NEXT + " to " + (NEXT + 1), "update Chaski on this node", "newer (");
        });
        assertThat(node.raised(PeerUp.class)).noneMatch(up -> up.peer().equals(NEWER.id()));
    }

    @Test
    void newerNodeThatAlsoSupportsThisVersionIsAPeer() {
        HostilePeer newer = dial();

        newer.send(HostileFrames.hello(1, NEXT, NEWER));
        newer.await(HostileFrameType.HELLO);
        newer.send(HostileFrames.attachNew(new UUID(3, 4), 1));
        newer.await(HostileFrameType.ATTACHED);
        newer.send(HostileFrames.confirm(1));

        world.await("it is a peer", () -> node.node.peer(NEWER.id()).isPresent(), MOMENT);
    }

    @Test
    void nodeThatIsRefusedForItsVersionReportsItOnceAndDialsSlowly() {
        HostileListener newer = refusing(Endpoint.parse("mem://newer:1"));
        node.node.join(newer.endpoint());
        HealthyPair beside = new HealthyPair(world, friend, node, "beside");

        world.run(Duration.ofSeconds(30));
        beside.assertExact();
        world.run(Duration.ofMinutes(9));

        assertThat(node.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo("dial.VERSION");
            assertThat(refused.from()).isEqualTo(newer.endpoint().toString());
            assertThat(refused.reason()).isEqualTo(WireVersions.OWN.mismatch(new WireVersions(NEXT, NEXT)));
        });
        assertThat(node.raised(DialFailed.class)).isEmpty();
        assertThat(newer.links()).as("pauses grow to 30 s").isBetween(5, 80);
        assertThat(node.counted("dial.refused.VERSION")).isEqualTo(newer.links());
        newer.close();
    }

    /** A rolling update by kill: what was the peer's process is over, and a publisher does not wait for it. */
    @Test
    void peerThatAnswersInAnotherVersionIsInDoubtAtOnce() {
        friend.listen("t", 1 << 16);
        Route route = node.route("t");
        world.await("they pair", () -> route.matched() == 1, Duration.ofSeconds(20));
        Endpoint where = Endpoint.parse("mem://friend:1");
        node.node.join(where);
        world.run(MOMENT);

        world.process("friend").kill();
        HostileListener newer = refusing(where);
        world.run(MOMENT);

        assertThat(node.raised(PeerInDoubt.class)).singleElement().satisfies(doubt -> assertThat(doubt.reason())
                .contains("another wire version"));
        newer.close();
    }

    private HostilePeer dial() {
        return HostilePeer.dial(network.transport("newer"), Endpoint.parse("mem://node:1"), NEWER, world::await);
    }

    /** A node of the next version, which answers HELLO by REFUSED, as the protocol demands. */
    private HostileListener refusing(Endpoint where) {
        String text = WireVersions.OWN.mismatch(new WireVersions(NEXT, NEXT));
        return HostileListener.listen(network.transport(where.host()), where, NEWER, world::await)
                .only()
                .onPeer(peer -> peer.onFrame(frame -> {
                    if (frame.is(HostileFrameType.HELLO)) {
                        peer.send(HostileFrames.refused(HostileErrorCode.VERSION, NEXT, text));
                    }
                }));
    }
}
