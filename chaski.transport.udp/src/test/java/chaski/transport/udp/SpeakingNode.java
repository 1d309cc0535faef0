package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.EnvironmentNodeFactory;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.Transport;
import chaski.testkit.network.DatagramNetwork;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;

/**
 * A node of the real engine on a simulated network of datagrams: it publishes numbers, and keeps those that it
 * receives.
 */
final class SpeakingNode {

    private static final int CHANNEL = 202;
    private static final int PORT = 7602;
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final DatagramNetwork network;
    private final List<Long> heard = new ArrayList<>();
    private final List<Long> saidToNobody = new ArrayList<>();
    private final List<Long> overheard = new ArrayList<>();
    private final List<NodeEvent> events = new ArrayList<>();
    private final Node node;
    private final UdpTransport transport;
    private final DeclarationHandle declared;
    private final Route route;
    private long said;
    private long toSay;

    SpeakingNode(DatagramNetwork network, String host, long id, List<String> joins) {
        this(network, host, id, List.of(), joins);
    }

    /** With further transports; it joins by the first one. */
    SpeakingNode(DatagramNetwork network, String host, long id, List<Transport> others, List<String> joins) {
        this.network = network;
        this.transport = SimulatedRuntime.transport(network, host);
        Node.Builder builder = Chaski.node()
                .name(host)
                .id(new NodeId(new UUID(0, id)))
                .security(SecurityConfig.OPEN)
                .listen(endpoint(host).toString());
        others.forEach(other -> builder.listen(endpoint(other, host)));
        joins.forEach(
                join -> builder.join(others.isEmpty() ? endpoint(join).toString() : endpoint(others.get(0), join)));
        List<Transport> transports = new ArrayList<>(others);
        transports.add(transport);
        EnvironmentNodeFactory factory = (EnvironmentNodeFactory)
                ServiceLoader.load(NodeFactory.class).findFirst().orElseThrow();
        node = factory.start(
                builder.config(),
                new NodeFactory.Parts(transports, List.of(), List.of()),
                network.simulation().environment(host));
        node.watch(events::add);
        Channel channel = ProtocolNode.of(node).open(CHANNEL, "numbers", Ears::new);
        declared = channel.declare(new Declaration(TopicPattern.of("numbers"), 256 << 10));
        route = channel.route(Topic.of("numbers"), ByteBuffer.allocate(0), new RouteListener() {});
    }

    int matched() {
        return route.matched();
    }

    /** Publishes the next numbers, as fast as the others accept them. */
    void say(long count) {
        toSay += count;
        speak();
    }

    /** Sends a number as a datagram. */
    void drop(long number, int bytes) {
        route.datagram(number, ByteBuffer.allocate(0), ByteBuffer.allocate(bytes));
    }

    /** {@return the numbers that arrived as datagrams} */
    List<Long> overheard() {
        return overheard;
    }

    long counted(String counter) {
        return node.counters().getOrDefault(counter, 0L);
    }

    boolean silent() {
        return said == toSay;
    }

    /** {@return the numbers that were published while no other node subscribed} */
    List<Long> saidToNobody() {
        return saidToNobody;
    }

    List<Long> heard() {
        return heard;
    }

    UdpTransport transport() {
        return transport;
    }

    <E extends NodeEvent> List<E> raised(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Endpoint endpoint(String host) {
        return new Endpoint("udp", network.address(host).getHostAddress(), PORT);
    }

    private static String endpoint(Transport other, String host) {
        return other.scheme() + "://" + host + ":1";
    }

    /** {@return the scheme of the session's link} */
    String link() {
        return node.peers().stream()
                .findFirst()
                .flatMap(peer -> peer.link())
                .map(Endpoint::scheme)
                .orElse("");
    }

    private void speak() {
        boolean blocked = false;
        while (said < toSay && !blocked) {
            int matched = route.offer(said + 1, ByteBuffer.allocate(0), ByteBuffer.allocate(500), null, null);
            blocked = matched == Route.BLOCKED;
            said += blocked ? 0 : 1;
            if (matched == 0) {
                saidToNobody.add(said);
            }
        }
        if (said < toSay) {
            network.simulation().after(PAUSE, this::speak);
        }
    }

    private final class Ears implements Inbound {

        private final PeerSession session;

        Ears(PeerSession session) {
            this.session = session;
        }

        @Override
        public void onRoute(long number, ByteBuffer preamble) {
            // There is only one route.
        }

        @Override
        public void onMessageBegun(long number, long sequence) {
            // Only its end matters.
        }

        @Override
        public void onMessage(long number, long sequence, ByteBuffer message) {
            long cost = Route.cost(message.remaining());
            if (!session.credit(declared).received(cost)) {
                throw new AssertionError("message " + sequence + " without credit");
            }
            heard.add(sequence);
            session.credit(declared).taken(cost);
        }

        @Override
        public int onDatagram(long number, long sequence, ByteBuffer message) {
            overheard.add(sequence);
            return 0;
        }

        @Override
        public void onRouteClosed(long number) {
            // The test ends before.
        }

        @Override
        public void onApplied(long version) {
            // The declaration lives as long as the node.
        }

        @Override
        public void onIdle() {
            // Nothing is collected.
        }

        @Override
        public void onClosed() {
            // The test observes events.
        }
    }
}
