package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.node.NodeEvent;
import chaski.api.node.SessionConfig;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Transport;
import chaski.node.context.EventLog;
import chaski.node.wire.ErrorFrame;
import chaski.node.wire.LinkError;
import chaski.node.wire.RefusalCode;
import chaski.testkit.LogLines;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures between nodes are logged, each in one line with its reason, even without a listener for events. */
class LoggedConditionsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofMinutes(3);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final LogLines log = LogLines.of(EventLog.class.getName());

    @AfterEach
    void close() {
        log.close();
    }

    private Talker node(String host, long id, String join) {
        return logged(new Talker(network, host, id, join, SessionConfig.DEFAULT));
    }

    /** As the factory does for real threads. */
    private static Talker logged(Talker talker) {
        talker.node.watch(
                new EventLog(talker.node.name(), ProtocolNode.of(talker.node).environment()::nanoTime));
        return talker;
    }

    private void meet(Talker one, Talker other) {
        world.await("they meet", () -> one.node.peer(other.node.id()).isPresent(), SOON);
    }

    private List<String> linesOf(String node) {
        return log.lines().stream()
                .filter(line -> line.startsWith("WARNING node " + node + ": "))
                .toList();
    }

    @Test
    void aDeadJoin() {
        node("one", 1, "nobody");

        world.run(OUTAGE);

        assertThat(linesOf("one")).singleElement().asString().contains("cannot reach mem://nobody:1: ");
    }

    @Test
    void anUnknownScheme() {
        Talker one = node("one", 1, "");

        one.node.join(Endpoint.parse("foo://other:1"));
        world.run(SOON);

        assertThat(linesOf("one"))
                .singleElement()
                .asString()
                .contains("cannot reach foo://other:1: this node has no transport for it yet");
    }

    @Test
    void aPortThatIsTaken() {
        node("one", 1, "");
        Transport same = network.transport("one");

        assertThatThrownBy(() -> new Talker(network, "one", 2, "", SessionConfig.DEFAULT))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("mem://one:1");
        Talker later = logged(new Talker(
                network,
                "two",
                3,
                "",
                SessionConfig.DEFAULT,
                List.of(network.datagramTransport("two", "dgm")),
                List.of("dgm://two:1", "mem://one:1")));
        later.node.addTransport(same);
        world.run(SOON);

        assertThat(linesOf("two"))
                .singleElement()
                .asString()
                .contains("cannot listen on mem://one:1: ", "it is tried again: free the port");
    }

    @Test
    void aPeerThatIsLostWithMessagesAndOneWithout() {
        Talker one = node("one", 1, "");
        Talker two = node("two", 2, "one");
        two.listen("t", 100_000);
        Route route = one.route("t");
        world.await("they pair", () -> route.matched() == 1, SOON);

        network.isolate("two");
        assertThat(Talker.say(route, 1, 10)).isEqualTo(1);
        world.run(OUTAGE);

        assertThat(linesOf("one"))
                .anyMatch(line -> line.contains("two is down: silent for 10000 ms"))
                .anyMatch(line -> line.contains("two is down: the outage outlived the resume timeout"))
                .anyMatch(line -> line.contains("1 messages to two were not confirmed: the outage outlived"));
        assertThat(linesOf("two"))
                .anyMatch(line -> line.contains("one is down: the outage outlived the resume timeout"));
    }

    @Test
    void aPeerThatLeavesIsUsual() {
        Talker one = node("one", 1, "");
        Talker two = node("two", 2, "one");
        meet(one, two);

        two.node.closeAsync();
        world.await("it has left", () -> one.node.peers().isEmpty(), SOON);
        world.run(SOON);

        assertThat(linesOf("one")).noneMatch(line -> line.contains(" is down"));
        assertThat(one.raised(NodeEvent.PeerDown.class)).singleElement().satisfies(down -> assertThat(down.left())
                .isTrue());
    }

    @Test
    void aPeerWithoutACommonTransport() {
        new Talker(
                network,
                "third",
                9,
                "",
                SessionConfig.DEFAULT,
                List.of(network.transport("third"), network.transport("third", "alt")));
        Talker one = node("one", 1, "third");
        Talker other = logged(new Talker(
                network, "other", 2, "third", SessionConfig.DEFAULT, List.of(network.transport("other", "alt"))));
        one.route("t");
        other.listen("t", 100_000);

        world.run(Duration.ofMinutes(1));

        assertThat(log.lines())
                .anyMatch(line -> line.contains("shares a topic with ") && line.contains("check advertise"));
    }

    @Test
    void aPeerThatBreaksTheProtocol() {
        StrangerScene scene = new StrangerScene();
        scene.node.watch(new EventLog("b", ProtocolNode.of(scene.node).environment()::nanoTime));
        Stranger peer = scene.attached();

        peer.records(1, out -> out.put(new byte[100]));
        scene.world.run(OUTAGE);

        assertThat(scene.counted("refused.protocol")).isPositive();
        assertThat(linesOf("b"))
                .anyMatch(line -> line.contains("refused dgm://") && line.contains("refused.protocol: "))
                .anyMatch(line -> line.contains("stranger is down: the outage outlived"));
    }

    @Test
    void anErrorThatAPeerReports() {
        StrangerScene scene = new StrangerScene();
        scene.node.watch(new EventLog("b", ProtocolNode.of(scene.node).environment()::nanoTime));
        Stranger peer = scene.attached();

        peer.frame(out -> ErrorFrame.encode(new LinkError(RefusalCode.PROTOCOL, "expected better frames"), out));
        scene.world.run(SOON);

        assertThat(scene.counted("errors.reportedByPeers")).isEqualTo(1);
        assertThat(linesOf("b"))
                .anyMatch(line -> line.contains("closed the link with an error: expected better frames"));
    }

    @Test
    void linksThatAreRefused() {
        StrangerScene scene = new StrangerScene();
        scene.node.watch(new EventLog("b", ProtocolNode.of(scene.node).environment()::nanoTime));
        scene.held();
        Transport dialler = scene.network.datagramTransport("stranger", "dgm");
        for (int i = 0; i < 200; i++) {
            dialler.connect(StrangerScene.WHERE, ConnectOptions.DEFAULT);
        }
        scene.world.run(SOON);
        scene.loop.release();
        scene.world.run(SOON);

        assertThat(linesOf("b")).anyMatch(line -> line.contains("limits.pendingHandshakes"));
    }
}
