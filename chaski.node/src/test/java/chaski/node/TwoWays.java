package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.LinkConfig;
import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.Route;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Two nodes that both have the transports {@code mem} and {@code alt}, and a stream of numbers from one to the other.
 */
final class TwoWays {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(1);

    final Simulation world;
    final SimulatedNetwork network;
    final FickleTransport mem;
    final FickleTransport alt;
    final Talker a;
    final Talker b;
    final Route route;
    private long said;
    private long toSay;

    /** Neither transport is preferred. */
    TwoWays(long seed) {
        this(seed, LinkConfig.DEFAULT, LinkConfig.DEFAULT, "mem");
    }

    /** With an order of preference for each; the session begins on that transport. */
    TwoWays(long seed, LinkConfig ofA, LinkConfig ofB, String first) {
        world = new Simulation(seed).interleaving(Duration.ofNanos(seed % 2 * 300_000));
        network = new SimulatedNetwork(world);
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(3), Duration.ofMillis(1)));
        mem = new FickleTransport(world, network.transport("a"));
        alt = new FickleTransport(world, network.transport("a", "alt"));
        List<String> listen = List.of("mem://b:1", "alt://b:1");
        b = new Talker(
                network,
                "b",
                2,
                "",
                SessionConfig.DEFAULT,
                ofB,
                List.of(network.transport("b"), network.transport("b", "alt")),
                listen);
        List<FickleTransport> transports = first.equals("mem") ? List.of(mem, alt) : List.of(alt, mem);
        a = new Talker(network, "a", 1, "b", SessionConfig.DEFAULT, ofA, transports, List.of("mem://a:1", "alt://a:1"));
        b.listen("t", 100_000);
        route = a.route("t");
        world.await("they meet", () -> route.matched() == 1, SOON);
        // The directory must name the other endpoints of the peer.
        world.run(Duration.ofSeconds(1));
    }

    void say(long count) {
        toSay += count;
        speak();
    }

    private void speak() {
        while (said < toSay && Talker.say(route, said + 1, 700) != Route.BLOCKED) {
            said++;
        }
        if (said < toSay) {
            world.after(PAUSE, this::speak);
        }
    }

    /** Removes a transport of the first node and closes it. */
    void goAway(FickleTransport transport) {
        CompletableFuture<Void> left = leave(a, transport);
        world.await("it is left", left::isDone, Duration.ofSeconds(2));
        transport.close();
    }

    CompletableFuture<Void> leave(Talker node, FickleTransport transport) {
        return ((DefaultNode) node.node).leaveTransport(transport).toCompletableFuture();
    }

    /** Gives the first node another transport like the removed one. */
    FickleTransport comeBack(FickleTransport gone) {
        FickleTransport again = new FickleTransport(world, network.transport("a", gone.scheme()));
        a.node.addTransport(again);
        return again;
    }

    /** {@return the transport that the session is on, empty while it has no link} */
    String link() {
        return a.node.peers().stream()
                .findFirst()
                .flatMap(peer -> peer.link())
                .map(endpoint -> endpoint.scheme())
                .orElse("");
    }

    /** {@return the transports that the session used, as the first node reports} */
    List<String> moves() {
        return a.raised(NodeEvent.LinkMoved.class).stream()
                .map(NodeEvent.LinkMoved::to)
                .toList();
    }

    void assertExact() {
        world.await("all is heard", () -> b.heard.size() >= toSay && said == toSay, SOON);
        assertThat(b.heard).isEqualTo(LongStream.rangeClosed(1, toSay).boxed().toList());
        assertThat(a.raised(NodeEvent.SessionLost.class)).isEmpty();
    }
}
