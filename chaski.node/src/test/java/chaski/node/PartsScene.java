package chaski.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeEvent;
import chaski.api.transport.Transport;
import chaski.node.context.ControlLoop;
import chaski.node.context.Counters;
import chaski.node.context.NodeContext;
import chaski.node.dial.Dialler;
import chaski.node.identity.NodeSecurity;
import chaski.node.link.Handshakes;
import chaski.node.link.Transports;
import chaski.node.membership.Membership;
import chaski.node.membership.MembershipLinks;
import chaski.node.membership.MembershipListener;
import chaski.node.membership.MembershipSecurity;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.OwnRun;
import chaski.node.membership.PeerTraits;
import chaski.node.membership.SessionNeed;
import chaski.node.pairing.Pairing;
import chaski.node.pairing.PairingActions;
import chaski.node.session.SessionLayer;
import chaski.node.session.SessionListener;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The parts of one node on virtual time, which no coordinator connects: a test calls them, and sees what they call. */
public final class PartsScene {

    public final Simulation world = new Simulation(29);
    public final SimulatedNetwork network = new SimulatedNetwork(world);
    public final ControlLoop loop = new ControlLoop(world.environment("a"));
    public final Counters counters = new Counters();
    public final List<NodeEvent> events = new ArrayList<>();

    /** The peers to which membership has sent a message, one entry a message. */
    public final List<NodeId> sent = new ArrayList<>();

    /** The nodes about which pairing has asked if they are barred. */
    public final List<NodeId> reviewed = new ArrayList<>();

    public final NodeContext context;
    public final SessionLayer layer;
    public final Handshakes handshakes;
    public final Transports transports;
    public final Dialler dialler;
    public final Membership membership;
    public final Pairing pairing;

    public PartsScene() {
        this(builder -> {});
    }

    public PartsScene(Consumer<? super Node.Builder> configured) {
        Node.Builder builder = Chaski.node().name("a").id(id(1));
        configured.accept(builder);
        NodeConfig config = builder.config();
        NodeSecurity security = NodeSecurity.open(config.security(), () -> Instant.EPOCH, loop.random());
        context = new NodeContext(config, security, loop, counters, draft -> events.add(draft.at(Instant.EPOCH)));
        layer = new SessionLayer(context, nobody(SessionListener.class), () -> {});
        handshakes = new Handshakes(context, layer, (node, from) -> List.of());
        transports = new Transports(context, handshakes, () -> {});
        membership = new Membership(
                new OwnRun(id(1), context.incarnation(), false),
                MembershipSecurity.NONE,
                1_000,
                loop.random(),
                run -> true,
                context::suspicionNs,
                new Links(),
                nobody(MembershipListener.class),
                () -> {
                    throw new AssertionError("no peer asks");
                },
                loop.nanoTime());
        dialler = new Dialler(
                context,
                layer,
                handshakes,
                transports,
                node -> membership.entry(node).map(NodeEntry::endpoints).orElse(List.of()),
                membership::announcer,
                (node, reason) -> {},
                () -> {});
        pairing = new Pairing(id(1), false, config.pairing(), 100, new Actions(), loop.nanoTime());
    }

    public Transport transport() {
        return network.transport("a");
    }

    /** Lets membership and pairing believe in a session. */
    public void sessionUp(NodeId peer) {
        membership.sessionUp(peer, 1, new PeerTraits(false, true, true), loop.nanoTime());
        pairing.sessionUp(peer, "peer", false, false, loop.nanoTime());
    }

    public <E extends NodeEvent> List<E> raised(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public long counted(String counter) {
        return counters.snapshot().getOrDefault(counter, 0L);
    }

    public static NodeId id(long number) {
        return new NodeId(new UUID(0, number));
    }

    /** A listener that does nothing. */
    private static <T> T nobody(Class<T> listener) {
        return listener.cast(Proxy.newProxyInstance(
                listener.getClassLoader(),
                new Class<?>[] {listener},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? Boolean.FALSE : null));
    }

    private final class Links implements MembershipLinks {

        @Override
        public boolean isWritable(NodeId peer) {
            return true;
        }

        @Override
        public void send(NodeId peer, ByteBuffer message) {
            sent.add(peer);
        }

        @Override
        public void reach(NodeId node, List<Endpoint> endpoints, NodeId from) {}
    }

    private final class Actions implements PairingActions {

        @Override
        public boolean isBarred(NodeId node) {
            reviewed.add(node);
            return layer.barred().contains(node);
        }

        @Override
        public void reach(NodeId node) {}

        @Override
        public void stopReaching(NodeId node) {}

        @Override
        public void need(NodeId peer, SessionNeed need) {}

        @Override
        public void leave(NodeId peer, String reason) {}

        @Override
        public void bootstrap(boolean wanted) {}

        @Override
        public void paired(NodeId peer, String name, String topic) {}

        @Override
        public void failed(NodeId node, String name, String reason) {}
    }

    /** {@return the endpoint of a host} */
    public static Endpoint at(String host) {
        return Endpoint.parse("mem://" + host + ":1");
    }
}
