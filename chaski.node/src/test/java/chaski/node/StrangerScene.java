package chaski.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.Chaski;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.Limits;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.api.transport.Transport;
import chaski.node.session.Session;
import chaski.node.session.SessionProbe;
import chaski.node.wire.SessionId;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One node whose peer is scripted. Only the test wakes its links: heartbeats are an hour apart. */
final class StrangerScene {

    static final int CHANNEL = 201;
    static final Endpoint WHERE = Endpoint.parse("dgm://b:1");
    static final SessionId ID = new SessionId(1, 2);

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long LOG_BYTES = 1 << 20;

    final Simulation world = new Simulation(1);
    final SimulatedNetwork network = new SimulatedNetwork(world);
    final HeldLoop loop = new HeldLoop(world.environment("b"));
    final List<NodeEvent> events = new ArrayList<>();
    final Node node;
    final Channel channel;

    StrangerScene() {
        this(100, 1_000_000);
    }

    /** A node that accepts only so many handshakes, and links of one address, at a time. */
    StrangerScene(int pendingHandshakes, int connectionsPerAddress) {
        Transport transport = network.datagramTransport("b", "dgm");
        Duration hour = Duration.ofHours(1);
        Node.Builder config = Chaski.node()
                .name("b")
                .id(new NodeId(new UUID(0, 1)))
                .listen(WHERE.toString())
                .heartbeat(HeartbeatConfig.DEFAULT
                        .interval(hour)
                        .suspectAfter(hour.multipliedBy(2))
                        .downAfter(hour.multipliedBy(3)))
                .session(SessionConfig.DEFAULT.sendLogBytes(LOG_BYTES))
                .limits(Limits.DEFAULT
                        .pendingHandshakes(pendingHandshakes)
                        .handshakesPerSecond(100_000)
                        .handshakeBurst(100_000)
                        .connectionsPerAddress(connectionsPerAddress));
        node = new DefaultNodeFactory()
                .start(config.config(), new NodeFactory.Parts(List.of(transport), List.of(), List.of()), loop);
        node.watch(events::add);
        channel = ProtocolNode.of(node).open(CHANNEL, "flood", new ChannelHandler() {
            @Override
            public Inbound open(PeerSession session) {
                return new Unheard();
            }
        });
        world.run(Duration.ofMillis(10));
    }

    Stranger stranger() {
        return new Stranger(network, WHERE, new NodeId(new UUID(0, 9)), 5);
    }

    /** A peer with a session, in which everything that is sent at the beginning has arrived. */
    Stranger attached() {
        return attached(stranger());
    }

    /** A peer with a session, whose HELLO has these capabilities. */
    Stranger attached(int capabilities) {
        return attached(new Stranger(network, WHERE, new NodeId(new UUID(0, 9)), 5, capabilities));
    }

    private Stranger attached(Stranger peer) {
        world.await("HELLO", () -> peer.heard.contains("HELLO"), SOON);
        peer.open(ID, 1);
        world.await("ATTACHED", () -> peer.heard.contains("ATTACHED"), SOON);
        peer.confirm(1);
        world.await("the session begins", () -> node.peers().size() == 1, SOON);
        world.run(Duration.ofSeconds(30));
        peer.heard.clear();
        return peer;
    }

    Session session() {
        return SessionProbe.sessions(NodeProbe.engine(node)).iterator().next();
    }

    /** Holds the control loop. {@return the number of tasks that wait for it already} */
    int held() {
        loop.hold();
        world.run(Duration.ofSeconds(5));
        return loop.pending();
    }

    Route route() {
        return channel.route(Topic.of("t"), ByteBuffer.allocate(0), new RouteListener() {});
    }

    static int offer(Route route, long sequence, int bytes) {
        return route.offer(sequence, ByteBuffer.allocate(0), ByteBuffer.allocate(bytes), null, null);
    }

    long counted(String counter) {
        return node.counters().getOrDefault(counter, 0L);
    }

    <E extends NodeEvent> List<E> reported(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Messages of peers on the test's channel are ignored. */
    private static final class Unheard implements Inbound {

        @Override
        public void onRoute(long route, ByteBuffer preamble) {}

        @Override
        public void onMessageBegun(long route, long sequence) {}

        @Override
        public void onMessage(long route, long sequence, ByteBuffer message) {}

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
