package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.testkit.hostile.Code;
import chaski.testkit.hostile.Frame;
import chaski.testkit.hostile.FrameType;
import chaski.testkit.hostile.Frames;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.Records;
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
 * Each frame is sent in each state of a link. None has an effect before the handshake is complete: no session begins or ends, and nothing of the peer becomes
 * known. Whatever a frame does, the same peer can come again, and the node goes on.
 */
class EveryFrameInEveryStateTest {

    private static final Endpoint WHERE = Endpoint.parse("mem://b:1");
    private static final HostileIdentity IDENTITY = HostileIdentity.of(new NodeId(new UUID(0, 9)), 5);
    private static final UUID SESSION = new UUID(1, 2);

    /** Longer than a handshake may take, so that what is begun and not ended has ended by itself. */
    private static final Duration LATER = Duration.ofSeconds(15);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final List<NodeEvent> events = new ArrayList<>();
    private final Node node;

    EveryFrameInEveryStateTest() {
        Node.Builder config = new Node.Builder().name("b").listen(WHERE.toString());
        node = new DefaultNodeFactory()
                .start(
                        config.config(),
                        new NodeFactory.Parts(List.of(network.transport("b")), List.of(), List.of()),
                        world.environment("b"));
        node.watch(events::add);
        world.run(Duration.ofMillis(10));
    }

    /** How far a peer has come with its handshake. */
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
                peer.send(Frames.attachNew(SESSION, 1));
                peer.await(FrameType.ATTACHED);
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
                peer.send(Frames.goodbye(1, 0, "bye"));
            }
        };

        abstract void reach(HostilePeer peer);
    }

    private static Frame sample(FrameType type) {
        return switch (type) {
            case HELLO -> Frames.hello(IDENTITY);
            case REFUSED -> Frames.refused(Code.BUSY, 10, "busy");
            case ATTACH -> Frames.attachNew(SESSION, 1);
            case ATTACHED -> Frames.attached(1, 0, 0);
            case CONFIRM -> Frames.confirm(1);
            case ASSIST -> Frames.assist(SESSION, 1);
            case ASSISTED -> Frame.of(type.number(), new byte[12]);
            case DATA -> Frames.data(0, Records.open(201, 1).bytes());
            case ACK -> Frames.ack(0, 0);
            case CREDIT -> Frames.credit(1, 1_000, 0);
            case BLOCKED -> Frames.blocked(1, 1_000);
            case DECLARE -> Frames.declareAdded(1, 1, 201, "t", true, 1_000);
            case DECLARED -> Frames.declared(1);
            case PING -> Frames.ping(1, 0);
            case PONG -> Frames.pong(1, 0);
            case GOODBYE -> Frames.goodbye(1, 0, "bye");
            case ERROR -> Frames.error(Code.BUSY, "error");
            case DATAGRAM -> Frames.datagram(1, Records.message(201, 1, 1, (byte) 1));
            case ALTERNATIVES -> Frames.alternatives(List.of("mem://c:1"));
        };
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(State.values())
                .flatMap(state -> Arrays.stream(FrameType.values()).map(type -> Arguments.of(state, type)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingHasAnEffectBeforeTheHandshakeIsComplete(State state, FrameType type) {
        HostilePeer peer = dial();
        state.reach(peer);
        boolean completes = state == State.AFTER_ATTACH && type == FrameType.CONFIRM;
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
