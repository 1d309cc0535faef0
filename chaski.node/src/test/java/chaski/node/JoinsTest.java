package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Peer;
import chaski.api.node.SessionConfig;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JoinsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation world = new Simulation(41);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Talker a = talker("a", 1);
    private final Joins joins = NodeProbe.coordinator(a.node).joins();

    @Test
    void everyCallerOfAnEndpointReceivesItsPeer() {
        CompletableFuture<Peer> first = join("b");
        CompletableFuture<Peer> second = join("b");
        world.run(Duration.ofSeconds(3));
        assertThat(first).isNotDone();
        Talker b = talker("b", 2);
        world.await("they meet", first::isDone, SOON);

        assertThat(first.join().id()).isEqualTo(b.node.id());
        assertThat(second).isCompletedWithValue(first.join());
    }

    @Test
    void endpointOfAPeerIsAnsweredAtOnce() {
        talker("b", 2);
        CompletableFuture<Peer> first = join("b");
        world.await("they meet", first::isDone, SOON);
        CompletableFuture<Peer> again = join("b");
        world.run(Duration.ofMillis(1));

        assertThat(again).isCompletedWithValue(first.join());
    }

    @Test
    void callerOfAnotherEndpointWaitsOn() {
        CompletableFuture<Peer> other = join("c");
        talker("b", 2);
        CompletableFuture<Peer> first = join("b");
        world.await("they meet", first::isDone, SOON);

        assertThat(other).isNotDone();
    }

    @Test
    void callerWhoseEndpointIsRemovedWaitsWithoutAResult() {
        CompletableFuture<Peer> left = join("b");
        world.run(Duration.ofSeconds(1));
        joins.removeSeed(PartsScene.at("b"));
        talker("b", 2);
        world.run(SOON);

        assertThat(left).isNotDone();
    }

    @Test
    void joinedPeerThatWasDisconnectedIsAdmittedAtOnce() {
        talker("b", 2);
        CompletableFuture<Peer> first = join("b");
        world.await("they meet", first::isDone, SOON);
        first.join().disconnect();
        world.await("they part", () -> a.node.peers().isEmpty(), SOON);
        assertThat(NodeProbe.engine(a.node).barred().disconnected()).hasSize(1);
        join("b");
        world.run(Duration.ofMillis(100));

        assertThat(NodeProbe.engine(a.node).barred().disconnected()).isEmpty();
    }

    private CompletableFuture<Peer> join(String host) {
        return joins.join(PartsScene.at(host)).toCompletableFuture();
    }

    private Talker talker(String host, long id) {
        return new Talker(network, host, id, "", SessionConfig.DEFAULT);
    }
}
