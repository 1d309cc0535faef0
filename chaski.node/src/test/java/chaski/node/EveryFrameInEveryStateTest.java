package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.testkit.hostile.HostileErrorCode;
import chaski.testkit.hostile.HostileFrame;
import chaski.testkit.hostile.HostileFrameType;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileRecords;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each frame is sent in each state of a link. None has an effect before the handshake is complete: no session begins or
 * ends, and nothing of the peer is stored. Whatever a frame does, the same peer can connect again, and the node keeps
 * running.
 */
class EveryFrameInEveryStateTest {

    private static final Endpoint WHERE = Endpoint.parse("mem://b:1");
    private static final HostileIdentity IDENTITY = HostileIdentity.of(new NodeId(new UUID(0, 9)), 5);
    private static final UUID SESSION = new UUID(1, 2);

    /** Longer than a handshake may take, so that an unfinished one has timed out. */
    private static final Duration LATER = Duration.ofSeconds(15);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final List<NodeEvent> events = new ArrayList<>();
    private final Node node;

    EveryFrameInEveryStateTest() {
        Node.Builder config = Chaski.node().name("b").listen(WHERE.toString());
        node = new DefaultNodeFactory()
                .start(
                        config.config(),
                        new NodeFactory.Parts(List.of(network.transport("b")), List.of(), List.of()),
                        world.environment("b"));
        node.watch(events::add);
        world.run(Duration.ofMillis(10));
    }

    /** How far a peer has completed its handshake. */
    enum State {
        CONNECTED {
            @Override
            void reach(HostilePeer peer) {}
        },
        AFTER_HELLO {
            @Override
            void reach(HostilePeer peer) {
                peer.hello();
            }
        },
        AFTER_ATTACH {
            @Override
            void reach(HostilePeer peer) {
                peer.hello();
                peer.send(HostileFrames.attachNew(SESSION, 1));
                peer.await(HostileFrameType.ATTACHED);
            }
        },
        ATTACHED {
            @Override
            void reach(HostilePeer peer) {
                peer.handshake(SESSION);
            }
        },
        AFTER_GOODBYE {
            @Override
            void reach(HostilePeer peer) {
                peer.handshake(SESSION);
                peer.send(HostileFrames.goodbye(1, 0, "bye"));
            }
        };

        abstract void reach(HostilePeer peer);
    }

    private static HostileFrame sample(HostileFrameType type) {
        return switch (type) {
            case HELLO -> HostileFrames.hello(IDENTITY);
            case REFUSED -> HostileFrames.refused(HostileErrorCode.BUSY, 10, "busy");
            case ATTACH -> HostileFrames.attachNew(SESSION, 1);
            case ATTACHED -> HostileFrames.attached(1, 0, 0);
            case CONFIRM -> HostileFrames.confirm(1);
            case ASSIST -> HostileFrames.assist(SESSION, 1);
            case ASSISTED -> HostileFrame.of(type.number(), new byte[12]);
            case DATA -> HostileFrames.data(0, HostileRecords.open(201, 1).bytes());
            case ACK -> HostileFrames.ack(0, 0);
            case CREDIT -> HostileFrames.credit(1, 1_000, 0);
            case BLOCKED -> HostileFrames.blocked(1, 1_000);
            case DECLARE -> HostileFrames.declareAdded(1, 1, 201, "t", true, 1_000);
            case DECLARED -> HostileFrames.declared(1);
            case PING -> HostileFrames.ping(1, 0);
            case PONG -> HostileFrames.pong(1, 0);
            case GOODBYE -> HostileFrames.goodbye(1, 0, "bye");
            case ERROR -> HostileFrames.error(HostileErrorCode.BUSY, "error");
            case DATAGRAM -> HostileFrames.datagram(1, HostileRecords.message(201, 1, 1, (byte) 1));
            case ALTERNATIVES -> HostileFrames.alternatives(List.of("mem://c:1"));
        };
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(State.values())
                .flatMap(state -> Arrays.stream(HostileFrameType.values()).map(type -> Arguments.of(state, type)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingHasAnEffectBeforeTheHandshakeIsComplete(State state, HostileFrameType type) {
        HostilePeer peer = dial();
        state.reach(peer);
        boolean completes = state == State.AFTER_ATTACH && type == HostileFrameType.CONFIRM;
        boolean complete = state.compareTo(State.ATTACHED) >= 0;

        peer.send(sample(type));
        world.run(LATER);

        if (!complete && !completes) {
            assertThat(node.peers()).isEmpty();
            assertThat(node.directory()).isEmpty();
            assertThat(events)
                    .noneMatch(event -> event instanceof NodeEvent.PeerUp
                            || event instanceof NodeEvent.PeerDown
                            || event instanceof NodeEvent.SessionLost
                            || event instanceof NodeEvent.Parked);
        }
        peer.hangUp();
        HostilePeer again = dial().handshake(UUID.nameUUIDFromBytes(new byte[] {1}));
        world.await("the peer is there", () -> node.peers().size() == 1, Duration.ofMinutes(3));
        assertThat(again.isAttached()).isTrue();
        assertThat(events).noneMatch(NodeEvent.HandlerFailed.class::isInstance);
        assertThat(node.counters()).doesNotContainKey("channels.failed");
    }

    private HostilePeer dial() {
        return HostilePeer.dial(network.transport("a"), WHERE, IDENTITY, world::await);
    }
}
