package chaski.node;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.Chaski;
import chaski.api.node.Limits;
import chaski.api.node.LinkConfig;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.api.transport.Transport;
import chaski.testkit.network.SimulatedNetwork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A node on a simulated network that exchanges messages over its own channel and keeps what it receives. */
final class Talker {

    static final int CHANNEL = 201;

    final List<NodeEvent> events = new ArrayList<>();
    final List<String> doubts = new ArrayList<>();
    final List<Long> heard = new ArrayList<>();
    final List<Long> overheard = new ArrayList<>();
    final Node node;
    private final Channel channel;
    private final List<DeclarationHandle> declared = new ArrayList<>();
    private boolean deaf;

    /** Starts it on the host of that name; it listens, and dials the host {@code join} if there is one. */
    Talker(SimulatedNetwork network, String host, long id, String join, SessionConfig session) {
        this(network, host, id, join, session, List.of(network.transport(host)));
    }

    /** Starts it with transports of the host; it listens on each. */
    Talker(
            SimulatedNetwork network,
            String host,
            long id,
            String join,
            SessionConfig session,
            List<? extends Transport> transports) {
        this(
                network,
                host,
                id,
                join,
                session,
                transports,
                transports.stream().map(t -> t.scheme() + "://" + host + ":1").toList());
    }

    /** Starts it with transports of the host; it listens there. */
    Talker(
            SimulatedNetwork network,
            String host,
            long id,
            String join,
            SessionConfig session,
            List<? extends Transport> transports,
            List<String> listen) {
        this(network, host, id, join, session, LinkConfig.DEFAULT, transports, listen);
    }

    /** Starts it with an order of preference. */
    Talker(
            SimulatedNetwork network,
            String host,
            long id,
            String join,
            SessionConfig session,
            LinkConfig link,
            List<? extends Transport> transports,
            List<String> listen) {
        this(network, host, id, join, session, link, transports, listen, List.of());
    }

    /** Starts it with advertised endpoints that differ from those it listens on. */
    Talker(
            SimulatedNetwork network,
            String host,
            long id,
            String join,
            SessionConfig session,
            LinkConfig link,
            List<? extends Transport> transports,
            List<String> listen,
            List<String> advertise) {
        this(network, host, transports, builder -> {
            builder.id(new NodeId(new UUID(0, id))).session(session).link(link);
            listen.forEach(builder::listen);
            advertise.forEach(builder::advertise);
            if (!join.isEmpty()) {
                builder.join(transports.get(0).scheme() + "://" + join + ":1");
            }
        });
    }

    /** Starts it with a configuration; its name is the host's, and it accepts handshakes without delay. */
    Talker(
            SimulatedNetwork network,
            String host,
            List<? extends Transport> transports,
            Consumer<? super Node.Builder> configured) {
        this(host, transports, configured, network.simulation().environment(host));
    }

    /** Starts it with an environment. */
    Talker(
            String host,
            List<? extends Transport> transports,
            Consumer<? super Node.Builder> configured,
            Environment environment) {
        Node.Builder builder = Chaski.node().name(host).limits(limits(1000, 1000));
        configured.accept(builder);
        node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(List.copyOf(transports), List.of(), List.of()),
                        environment);
        node.watch(events::add);
        channel = ProtocolNode.of(node).open(CHANNEL, "talk", new ChannelHandler() {
            @Override
            public Inbound open(PeerSession session) {
                return new Ears(session);
            }

            @Override
            public void onDoubt(PeerSession session, boolean inDoubt) {
                doubts.add(session.peerName() + " " + inDoubt);
            }
        });
    }

    /** Limits that can only affect these two nodes. */
    static Limits limits(int peers, int connectionsPerAddress) {
        return Limits.DEFAULT
                .peers(peers)
                .handshakesPerSecond(100_000)
                .handshakeBurst(100_000)
                .connectionsPerAddress(connectionsPerAddress);
    }

    DeclarationHandle listen(String pattern, long windowBytes) {
        DeclarationHandle made = channel.declare(new Declaration(TopicPattern.of(pattern), windowBytes));
        declared.add(made);
        return made;
    }

    Route route(String topic) {
        return channel.route(Topic.of(topic), ByteBuffer.allocate(0), new RouteListener() {});
    }

    /** From now on what it receives is kept and not consumed. */
    void goDeaf() {
        deaf = true;
    }

    static int say(Route route, long sequence, int bytes) {
        return route.offer(sequence, ByteBuffer.allocate(0), ByteBuffer.allocate(bytes), null, null);
    }

    static int drop(Route route, long sequence, int bytes) {
        return route.datagram(sequence, ByteBuffer.allocate(0), ByteBuffer.allocate(bytes));
    }

    long counted(String counter) {
        return node.counters().getOrDefault(counter, 0L);
    }

    <E extends NodeEvent> List<E> raised(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private final class Ears implements Inbound {

        private final PeerSession session;
        private long applied;

        Ears(PeerSession session) {
            this.session = session;
        }

        @Override
        public void onRoute(long route, ByteBuffer preamble) {}

        @Override
        public void onMessageBegun(long route, long sequence) {}

        @Override
        public void onMessage(long route, long sequence, ByteBuffer message) {
            long cost = Route.cost(message.remaining());
            for (DeclarationHandle mine : declared) {
                if (mine.version() <= applied && applied < mine.withdrawnVersion()) {
                    if (!session.credit(mine).received(cost)) {
                        fail(new AssertionError("message " + sequence + " without credit"));
                        return;
                    }
                    heard.add(sequence);
                    if (!deaf) {
                        session.credit(mine).taken(cost);
                    }
                }
            }
        }

        /** Not thrown here, where the engine would take it for a failure of this channel. */
        private void fail(AssertionError error) {
            ProtocolNode.of(node).environment().execute(() -> {
                throw error;
            });
        }

        @Override
        public int onDatagram(long route, long sequence, ByteBuffer message) {
            overheard.add(sequence);
            return 0;
        }

        @Override
        public void onRouteClosed(long route) {}

        @Override
        public void onApplied(long version) {
            applied = version;
        }

        @Override
        public void onIdle() {}

        @Override
        public void onClosed() {}
    }
}
