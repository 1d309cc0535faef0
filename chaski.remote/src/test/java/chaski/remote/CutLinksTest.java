package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NotSentException;
import chaski.api.remote.Remote;
import chaski.api.remote.UncertainException;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many callers in virtual time, and a link that is cut again and again, without an effect on calls. */
class CutLinksTest {

    private static final int CALLERS = 64;
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(20);

    /** {@code -Dchaski.cuts=N} cuts more often. */
    private static final int CUTS = Integer.getInteger("chaski.cuts", 1000);

    private final Map<Integer, Integer> executed = new HashMap<>();
    private int calls;
    private int ended;
    private int results;
    private final List<String> wrong = new ArrayList<>();
    private boolean over;

    interface Counting {
        CompletionStage<Integer> count(int call);
    }

    /** How a call may end, and how often it may have been executed then. */
    private void end(int call, int result, Throwable error, long tookNs) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        int runs = executed.getOrDefault(call, 0);
        boolean right;
        if (cause == null) {
            results++;
            right = result == call && runs == 1;
        } else if (cause instanceof UncertainException) {
            right = runs <= 1 && tookNs >= DEADLINE.toNanos();
        } else {
            right = cause instanceof NotSentException && runs == 0;
        }
        if (!right) {
            wrong.add("call " + call + ", executed " + runs + " times, ended after " + tookNs + " ns: "
                    + (cause == null ? result : cause));
        }
        ended++;
    }

    private void assertThatAllIsWell(Node there) {
        assertThat(wrong).isEmpty();
        assertThat(results).isGreaterThanOrEqualTo((int) Math.ceil(calls * 0.999));
        assertThat(there.counters()).doesNotContainKey("sessions.ended");
        int executions = executed.values().stream().mapToInt(n -> n).sum();
        assertThat(executions).isBetween(results, calls);
    }

    @Tag("slow")
    @Test
    void aThousandCutsMakeNoCallUncertain() {
        Simulation world = new Simulation(7);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Random random = new Random(7);
        Node there = start(world, network, "there", "");
        Node here = start(world, network, "here", "there");
        there.service(Remote.class).export("n", Counting.class, answering(world, random));
        Counting counting =
                here.service(Remote.class).proxy("n", Counting.class, CallOptions.DEFAULT.deadline(DEADLINE));
        for (int i = 0; i < CALLERS; i++) {
            callOn(world, counting);
        }

        for (int cut = 0; cut < CUTS && wrong.isEmpty(); cut++) {
            world.await("a link", () -> isLinked(here, there) && isLinked(there, here), LONG);
            world.run(Duration.ofMillis(random.nextInt(60)));
            network.cut("here", "there");
        }
        over = true;
        world.await("all calls to end", () -> ended == calls, LONG);

        assertThatAllIsWell(there);
        assertThat(there.counters().get("sessions.resumed")).isGreaterThanOrEqualTo(CUTS / 2L);
        assertThat(calls).isGreaterThan(10 * CUTS);
    }

    private static boolean isLinked(Node node, Node peer) {
        return node.peer(peer.id()).filter(p -> p.link().isPresent()).isPresent();
    }

    private static Node start(Simulation world, SimulatedNetwork network, String host, String join) {
        Node.Builder builder =
                Chaski.node().name(host).listen("mem://" + host + ":1").limits(Nodes.LIMITS);
        if (!join.isEmpty()) {
            builder.join("mem://" + join + ":1");
        }
        List<Codec> codecs = List.of(new CborCodec());
        return new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(List.of(network.transport(host)), codecs, List.of(new RemoteProvider())),
                        world.environment(host));
    }

    private Counting answering(Simulation world, Random random) {
        return call -> {
            executed.merge(call, 1, Integer::sum);
            CompletableFuture<Integer> result = new CompletableFuture<>();
            world.environment("there").schedule(random.nextInt(40) * 1_000_000L, () -> result.complete(call));
            return result;
        };
    }

    /** A caller that makes its next call when the previous one has ended. */
    private void callOn(Simulation world, Counting counting) {
        if (!over) {
            int call = calls++;
            long beganNs = world.nowNs();
            counting.count(call).whenComplete((result, error) -> {
                end(call, error == null ? result : -1, error, world.nowNs() - beganNs);
                callOn(world, counting);
            });
        }
    }
}
