package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionProbe;
import chaski.testkit.hostile.HostileIdentity;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileRecords;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What peers make a node hold of messages that have arrived in part. */
class UnfinishedMessagesTest {

    private static final int CHANNEL = 201;
    private static final long ROUTE = 7;
    private static final int LARGEST = 4 << 20;
    private static final int OVERHEAD = 256;
    private static final int MEBIBYTE = 1 << 20;

    /** With the smallest log this is 16 MiB: what two sessions may announce. */
    private static final long BOUND = 16L * MEBIBYTE;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final List<NodeEvent> events = new ArrayList<>();
    private final List<byte[]> whole = new ArrayList<>();
    private final Node node = new DefaultNodeFactory()
            .start(
                    Chaski.node()
                            .name("b")
                            .id(new NodeId(new UUID(0, 1)))
                            .listen("mem://b:1")
                            .session(
                                    SessionConfig.DEFAULT.sendLogBytes(MEBIBYTE).totalLogBytes(MEBIBYTE))
                            .config(),
                    new NodeFactory.Parts(List.of(network.transport("b")), List.of(), List.of()),
                    world.environment("b"));

    private final SessionLayer engine = NodeProbe.engine(node);

    UnfinishedMessagesTest() {
        node.watch(events::add);
        ProtocolNode.of(node).open(CHANNEL, "large", new ChannelHandler() {
            @Override
            public Inbound open(PeerSession session) {
                return new Collected();
            }
        });
        world.run(Duration.ofMillis(10));
    }

    private HostilePeer peer(int number) {
        HostileIdentity identity = HostileIdentity.of(new NodeId(new UUID(0, 100 + number)), 5);
        return HostilePeer.dial(network.transport("h" + number), Endpoint.parse("mem://b:1"), identity, world::await)
                .handshake()
                .append(HostileRecords.open(CHANNEL, ROUTE));
    }

    private void moment() {
        world.run(Duration.ofMillis(200));
    }

    private long held() {
        return SessionProbe.unfinishedBytes(engine);
    }

    @Test
    void whatIsHeldGrowsWithWhatArrivedAndNotWithWhatIsAnnounced() {
        List<HostilePeer> peers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            peers.add(peer(i).append(HostileRecords.first(CHANNEL, ROUTE, 1, LARGEST, new byte[150])));
        }
        moment();
        assertThat(held()).isEqualTo(60L * (150 + OVERHEAD));

        peers.forEach(HostilePeer::hangUp);
        moment();
        assertThat(node.peers()).hasSize(60);
        assertThat(held()).as("parked").isEqualTo(60L * (150 + OVERHEAD));

        world.run(Duration.ofMinutes(3));
        assertThat(node.peers()).isEmpty();
        assertThat(held()).isZero();
    }

    @Test
    void aMessageInPartsOfAnySizeIsWholeAndNeverHasMoreThanFourTimesWhatArrived() {
        Random random = new Random(3);
        byte[] message = new byte[LARGEST];
        random.nextBytes(message);
        HostilePeer peer = peer(1);
        int at = 0;
        while (at < LARGEST) {
            int count = Math.min(LARGEST - at, 1 + random.nextInt(random.nextBoolean() ? 65_000 : 2_000));
            byte[] part = Arrays.copyOfRange(message, at, at + count);
            boolean last = at + count == LARGEST;
            peer.append(
                    at == 0
                            ? HostileRecords.first(CHANNEL, ROUTE, 1, LARGEST, part)
                            : last
                                    ? HostileRecords.last(CHANNEL, ROUTE, 1, part)
                                    : HostileRecords.next(CHANNEL, ROUTE, 1, part));
            at += count;
            world.run(Duration.ofMillis(5));
            assertThat(held()).isLessThanOrEqualTo(last ? 0 : 4L * at + OVERHEAD);
        }

        assertThat(whole).containsExactly(message);
    }

    @Test
    void beyondTheBoundTheLargestThatDoesNotGoOnEndsFirst() {
        List<HostilePeer> idle = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            idle.add(peer(i));
            send(idle.get(i), i == 4 ? 1_100_000 : 300_000, false); // which hold 3.84 MB, and 0.96 MB each
        }
        moment();
        assertThat(held()).isBetween(14_000_000L, BOUND);
        idle.get(0).hangUp();
        world.run(Duration.ofSeconds(6));

        HostilePeer busy = peer(50);
        send(busy, LARGEST, true);
        moment();

        assertThat(whole).hasSize(1);
        assertThat(busy.isAttached()).isTrue();
        assertThat(idle.get(4).isClosed()).isTrue();
        assertThat(held()).isLessThanOrEqualTo(BOUND);
        assertThat(node.counters()).containsEntry("sessions.endedForMemory", 1L);
        assertThat(events)
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(NodeEvent.Refused.class, refused -> {
                    assertThat(refused.counter()).isEqualTo("sessions.endedForMemory");
                    assertThat(refused.reason()).contains("session.totalLogBytes");
                }));
    }

    @Test
    void whateverArrivesTheBoundIsKept() {
        for (int i = 0; i < 40; i++) {
            send(peer(i), 1_100_000, false);
            moment();
            assertThat(held()).isLessThanOrEqualTo(BOUND);
        }
        assertThat(node.counters().get("sessions.endedForMemory")).isGreaterThan(20);
        world.run(Duration.ofMinutes(3));
    }

    private static void send(HostilePeer peer, int bytes, boolean wholly) {
        int at = 0;
        while (at < bytes) {
            byte[] part = new byte[Math.min(bytes - at, 60_000)];
            boolean last = wholly && at + part.length == bytes;
            peer.append(
                    at == 0
                            ? HostileRecords.first(CHANNEL, ROUTE, 1, LARGEST, part)
                            : last
                                    ? HostileRecords.last(CHANNEL, ROUTE, 1, part)
                                    : HostileRecords.next(CHANNEL, ROUTE, 1, part));
            at += part.length;
        }
    }

    private final class Collected implements Inbound {

        @Override
        public void onRoute(long route, ByteBuffer preamble) {}

        @Override
        public void onMessageBegun(long route, long sequence) {}

        @Override
        public void onMessage(long route, long sequence, ByteBuffer message) {
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            whole.add(bytes);
        }

        @Override
        public void onRouteClosed(long route) {}

        @Override
        public void onApplied(long version) {}

        @Override
        public void onIdle() {}

        @Override
        public void onClosed() {}
    }
}
