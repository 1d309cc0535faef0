package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.protocol.ProtocolNode;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Remote;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.node.LoggedNode;
import chaski.testkit.LogLines;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures of calls that need attention are logged in one line with the reason; in virtual time. */
class RemoteLoggedConditionsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final LogLines log = LogLines.of(LoggedNode.LOGGER);
    private final LogLines ofServices = LogLines.of(ServiceExport.class.getName());
    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Node there = node("there");
    private final Node here = node("here", "there");

    interface Desk {
        CompletionStage<Integer> add(int a, int b);

        CompletionStage<Integer> never();

        Flow.Publisher<Integer> ticks();
    }

    static final class RealDesk implements Desk {

        @Override
        public CompletionStage<Integer> add(int a, int b) {
            return CompletableFuture.completedFuture(a + b);
        }

        @Override
        public CompletionStage<Integer> never() {
            return new CompletableFuture<>();
        }

        @Override
        public Flow.Publisher<Integer> ticks() {
            return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    subscriber.onNext(1);
                }

                @Override
                public void cancel() {}
            });
        }
    }

    @AfterEach
    void close() {
        log.close();
        ofServices.close();
    }

    private Node node(String host, String... join) {
        Node.Builder builder = Chaski.node().name(host).listen("mem://" + host + ":1");
        Stream.of(join).forEach(other -> builder.join("mem://" + other + ":1"));
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(
                                List.of(network.transport(host)),
                                List.of(new CborCodec()),
                                List.of(new RemoteProvider())),
                        world.environment(host));
        LoggedNode.log(node);
        return node;
    }

    private Remote exported() {
        there.service(Remote.class).export("desk", Desk.class, new RealDesk());
        Remote remote = here.service(Remote.class);
        world.await(
                "the export",
                () -> remote.exports().stream().anyMatch(e -> e.name().equals("desk")),
                LONG);
        return remote;
    }

    private List<String> linesOf(String node) {
        return log.lines().stream()
                .filter(line -> line.startsWith("WARNING node " + node + ": "))
                .toList();
    }

    @Test
    void aNameThatIsExportedTwice() {
        Remote remote = there.service(Remote.class);
        remote.export("desk", Desk.class, new RealDesk());

        ExportedService desk = new ExportedService("desk", null, List.of(Desk.class.getName()), Map.of());
        ServiceExport.begin(there, ProtocolNode.of(there).environment(), desk, new RealDesk());
        world.run(LONG);

        assertThat(ofServices.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING node there: the service " + RealDesk.class.getName() + " is not exported as desk: ")
                .contains("expected a name that this node does not export yet, got 'desk': close the first one");
    }

    @Test
    void aCallThatIsRefused() {
        Remote remote = exported();

        for (int i = 0; i < 3; i++) {
            remote.object("desk").callAsync("subtract", 1, 2);
            world.run(Duration.ofSeconds(1));
        }

        assertThat(linesOf("there"))
                .singleElement()
                .asString()
                .contains("refused a call of here (", "calls.refused.no_member: there is no method subtract");
    }

    @Test
    void aSubscriberOfAStreamThatThrows() {
        Remote remote = exported();

        remote.object("desk", CallOptions.DEFAULT).callAsync("ticks").thenAccept(ticks -> ((Flow.Publisher<?>) ticks)
                .subscribe(new Throwing()));
        world.run(LONG);

        assertThat(linesOf("here"))
                .singleElement()
                .asString()
                .contains(" failed: java.lang.IllegalStateException: no item, please");
    }

    private static final class Throwing implements Flow.Subscriber<Object> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Object item) {
            throw new IllegalStateException("no item, please");
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void aMethodThatIsNotDoneWhenItsDeadlinePasses() {
        Remote remote = exported();

        for (int i = 0; i < 3; i++) {
            remote.object("desk").callAsync("never");
        }
        world.run(LONG);

        assertThat(linesOf("there"))
                .singleElement()
                .asString()
                .contains("of here (", ": never has not returned for 10000 ms; find what blocks it");
    }
}
