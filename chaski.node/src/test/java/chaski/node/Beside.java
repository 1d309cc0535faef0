package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.api.transport.Transport;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedLink;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Two nodes with a session on {@code mem}, whose links carry no datagrams, and another transport {@code dgm}, whose links do. The node
 * {@code a} publishes to {@code b}.
 */
final class Beside {

    static final Duration SOON = Duration.ofSeconds(30);

    final Simulation world;
    final SimulatedNetwork network;
    final Talker a;
    final Talker b;
    final Route route;
    final Transport mem;
    final FickleTransport dgm;
    private long given;

    Beside(long seed) {
        this(seed, transport -> transport);
    }

    /** Makes the two nodes; {@code memOfB} wraps the transport {@code mem} of {@code b}. */
    Beside(long seed, UnaryOperator<Transport> memOfB) {
        world = new Simulation(seed).interleaving(Duration.ofNanos(seed % 2 * 300_000));
        network = new SimulatedNetwork(world);
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(3), Duration.ofMillis(1)));
        b = new Talker(
                network,
                "b",
                2,
                "",
                SessionConfig.DEFAULT,
                List.of(memOfB.apply(network.transport("b")), network.datagramTransport("b", "dgm")));
        mem = network.transport("a");
        dgm = new FickleTransport(world, network.datagramTransport("a", "dgm"));
        a = new Talker(network, "a", 1, "b", SessionConfig.DEFAULT, List.of(mem, dgm));
        b.listen("t", 100_000);
        route = a.route("t");
        world.await("they meet", () -> route.matched() == 1, SOON);
        // The directory must name the other endpoints of the peer.
        world.run(Duration.ofSeconds(1));
    }

    /** Sends a datagram each two milliseconds. */
    void drop(int count) {
        for (int i = 0; i < count; i++) {
            given++;
            Talker.drop(route, given, 500);
            world.run(Duration.ofMillis(2));
        }
    }

    /** Sends datagrams until the auxiliary link exists. */
    void begin() {
        drop(1);
        awaitAuxiliary();
    }

    void awaitAuxiliary() {
        world.await("the auxiliary link is there", () -> beside(a) == 1 && beside(b) == 1, SOON);
    }

    /** {@return how many auxiliary links a node has now} */
    static long beside(Talker node) {
        return node.counted("auxiliary.begun") - node.counted("auxiliary.ended");
    }

    /** {@return the links that carry datagrams} */
    List<SimulatedLink> links() {
        return network.links("a", "b").stream()
                .filter(link -> link.scheme().equals("dgm") && link.open())
                .toList();
    }

    /** {@return the scheme of the session's own link} */
    String link() {
        return a.node.peers().stream()
                .findFirst()
                .flatMap(peer -> peer.link())
                .map(endpoint -> endpoint.scheme())
                .orElse("");
    }

    /** The session shows no effect: it has not moved, parked or ended. */
    void assertSessionUntouched() {
        assertThat(link()).isEqualTo("mem");
        for (Talker node : List.of(a, b)) {
            assertThat(node.counted("sessions.begun")).isEqualTo(1);
            assertThat(node.counted("sessions.moved")).isZero();
            assertThat(node.counted("sessions.parked")).isZero();
            assertThat(node.counted("sessions.ended")).isZero();
            assertThat(node.raised(NodeEvent.PeerSuspect.class)).isEmpty();
        }
    }
}
