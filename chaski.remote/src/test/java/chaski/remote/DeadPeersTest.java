package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Exported;
import chaski.api.remote.ExporterSelection;
import chaski.api.remote.Idempotent;
import chaski.api.remote.Invocation;
import chaski.api.remote.NodeResult;
import chaski.api.remote.NotSentException;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import chaski.testkit.network.ConnectPolicy;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A peer whose process seems to have ended delays no caller: calls, observers and callbacks end or move as soon as it
 * is in doubt, although their deadlines and its session last much longer. In virtual time, with processes that are
 * killed.
 */
class DeadPeersTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** Two seconds until a peer is in doubt, and the dials in that time. */
    private static final Duration DOUBT = Duration.ofSeconds(4);

    private static final Duration A_MOMENT = Duration.ofMillis(500);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(DEADLINE);

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Remote> remotes = new HashMap<>();
    private final Map<String, Integer> executed = new HashMap<>();
    private final Map<String, Invocation> invocations = new HashMap<>();
    private final List<CompletableFuture<Integer>> unanswered = new ArrayList<>();

    interface Work {
        CompletionStage<Integer> plain(int n);

        @Idempotent
        CompletionStage<Integer> repeatable(int n);

        /** Never answers. */
        CompletionStage<Integer> endless(int n);

        CompletionStage<Integer> back(Callback callback);

        int getLevel();
    }

    /** A callback of the caller, passed by reference. */
    interface Callback {
        CompletionStage<Integer> call(int n);
    }

    /** Counts by node; a negative number is never answered. */
    private final class Worker implements Work {

        private final String host;
        private final Remote remote;
        private @Nullable Callback kept;

        Worker(String host, Remote remote) {
            this.host = host;
            this.remote = remote;
        }

        private CompletionStage<Integer> answer(int n) {
            executed.merge(host, 1, Integer::sum);
            remote.invocation().ifPresent(invocation -> invocations.put(host, invocation));
            CompletableFuture<Integer> result = new CompletableFuture<>();
            if (host.equals("b") && n < 0) {
                unanswered.add(result);
            } else {
                result.complete(n);
            }
            return result;
        }

        @Override
        public CompletionStage<Integer> plain(int n) {
            return answer(n);
        }

        @Override
        public CompletionStage<Integer> repeatable(int n) {
            return answer(n);
        }

        @Override
        public CompletionStage<Integer> endless(int n) {
            return answer(-1);
        }

        @Override
        public CompletionStage<Integer> back(Callback callback) {
            kept = callback;
            return answer(-1);
        }

        @Override
        public int getLevel() {
            return host.charAt(0);
        }
    }

    @BeforeEach
    void meet() {
        for (String host : List.of("a", "b", "c")) {
            Node node = MortalExporter.start(world, network, host, host.equals("a") ? "" : "a");
            nodes.put(host, node);
            remotes.put(host, node.service(Remote.class));
        }
    }

    private Remote a() {
        return remotes.get("a");
    }

    private Worker export(String host) {
        Worker worker = new Worker(host, remotes.get(host));
        int before = a().exports().size();
        remotes.get(host).export("w", Work.class, worker);
        a().proxy("w", Work.class, PATIENT);
        world.await("export of " + host, () -> a().exports().size() == before + 1, LONG);
        return worker;
    }

    private Work proxy(CallOptions options) {
        return a().proxy("w", Work.class, options);
    }

    private NodeId id(String host) {
        return nodes.get(host).id();
    }

    /** The machine of a living process rejects every connect, and the link is reset. */
    private void refuse(String host) {
        network.connects((from, to, chance) ->
                from.equals(host) || to.equals(host) ? new ConnectPolicy.Refuse() : new ConnectPolicy.Accept());
        network.cut("a", host);
    }

    /** Ends a process; its peers have detected that its link is lost, and do not doubt yet. */
    private void kill(String host) {
        world.process(host).kill();
        world.run(A_MOMENT);
    }

    private void killAndDoubt(String host) {
        kill(host);
        world.run(DOUBT);
    }

    private record Ended<T>(@Nullable T value, @Nullable Throwable failure) {}

    /** Requires that a call ends within a time. */
    private <T> Ended<T> within(Duration time, CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        world.await("the end of a call", future::isDone, time);
        return future.handle((value, error) -> new Ended<>(
                        value,
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error))
                .join();
    }

    // ---- exporters

    @Test
    void aDeadExporterIsNotListedUntilItIsFoundAlive() {
        export("b");
        export("c");
        refuse("b");
        world.await("doubt", () -> a().exports().size() == 1, DOUBT);
        assertThat(a().exports()).extracting(Exported::node).containsExactly(id("c"));

        network.connects(ConnectPolicy.ACCEPT_ALL);
        world.await("the end of the doubt", () -> a().exports().size() == 2, LONG);
        assertThat(within(A_MOMENT, proxy(PATIENT.node(id("b"))).plain(1)).value())
                .isEqualTo(1);
    }

    @Test
    void callsGoToExportersThatAreNotInDoubt() {
        export("b");
        export("c");
        killAndDoubt("b");

        for (ExporterSelection choice : ExporterSelection.values()) {
            for (int i = 0; i < 4; i++) {
                assertThat(within(A_MOMENT, proxy(PATIENT.selection(choice)).plain(i))
                                .value())
                        .isEqualTo(i);
            }
        }
        assertThat(executed).containsOnly(Map.entry("c", 8));
    }

    @Test
    void aCallThatWasNotSentGoesToAnotherExporterAndRunsOnce() {
        export("b");
        kill("b");
        CompletionStage<Integer> call = proxy(PATIENT).plain(-5);
        world.run(A_MOMENT);
        export("c");

        assertThat(within(DOUBT, call)).isEqualTo(new Ended<>(-5, null));
        assertThat(executed).containsOnly(Map.entry("c", 1));
    }

    @Test
    void aCallThatNobodyElseCanServeWaitsForTheNextExporterOrTheEndOfTheDoubt() {
        export("b");
        refuse("b");
        CompletionStage<Integer> one = proxy(PATIENT).plain(1);
        world.run(DOUBT);
        CompletionStage<Integer> other = proxy(PATIENT).plain(2);
        world.run(Duration.ofSeconds(1));
        assertThat(one.toCompletableFuture()).isNotDone();
        assertThat(other.toCompletableFuture()).isNotDone();

        network.connects(ConnectPolicy.ACCEPT_ALL);

        assertThat(within(LONG, one).value()).isEqualTo(1);
        assertThat(within(LONG, other).value()).isEqualTo(2);
        assertThat(executed).containsOnly(Map.entry("b", 2));
    }

    @Test
    void aCallThatMayRunTwiceGoesToAnotherExporterAtOnce() {
        export("b");
        CompletionStage<Integer> call = proxy(PATIENT).repeatable(-7);
        world.run(A_MOMENT);
        assertThat(executed).containsOnly(Map.entry("b", 1));
        export("c");
        kill("b");

        assertThat(within(DOUBT, call)).isEqualTo(new Ended<>(-7, null));
        assertThat(executed).containsOnly(Map.entry("b", 1), Map.entry("c", 1));
    }

    @Test
    void aCallThatMayRunTwiceMovesWhenAnotherExporterComes() {
        export("b");
        CompletionStage<Integer> call = proxy(PATIENT).repeatable(-7);
        world.run(A_MOMENT);
        killAndDoubt("b");
        assertThat(call.toCompletableFuture()).isNotDone();
        export("c");

        assertThat(within(A_MOMENT, call)).isEqualTo(new Ended<>(-7, null));
    }

    @Test
    void aCallThatMayRunTwiceIsAnsweredByAPeerThatWasInDoubtWithoutReason() {
        export("b");
        CompletionStage<Integer> call = proxy(PATIENT).repeatable(-7);
        world.run(A_MOMENT);
        refuse("b");
        world.run(DOUBT);
        network.connects(ConnectPolicy.ACCEPT_ALL);
        world.await("the end of the doubt", () -> a().exports().size() == 1, LONG);
        unanswered.forEach(result -> result.complete(7));

        assertThat(within(A_MOMENT, call)).isEqualTo(new Ended<>(7, null));
        assertThat(executed).containsOnly(Map.entry("b", 1));
    }

    /** It may have run at the first exporter, so that no later one can make it not sent. */
    @Test
    void aCallThatMayRunTwiceAndWasSentIsNeverNotSent() {
        export("b");
        CompletionStage<Integer> call =
                proxy(PATIENT.deadline(Duration.ofSeconds(40))).repeatable(-7);
        world.run(A_MOMENT);
        killAndDoubt("b");
        world.run(Duration.ofSeconds(25));
        assertThat(call.toCompletableFuture()).isNotDone();

        assertThat(within(LONG, call).failure()).isInstanceOf(UncertainException.class);
        assertThat(executed).containsOnly(Map.entry("b", 1));
    }

    @Test
    void aPlainCallThatWasSentWaitsForItsDeadline() {
        export("b");
        CompletionStage<Integer> call =
                proxy(PATIENT.deadline(Duration.ofSeconds(10))).plain(-1);
        world.run(A_MOMENT);
        export("c");
        killAndDoubt("b");
        assertThat(call.toCompletableFuture()).isNotDone();

        assertThat(within(LONG, call).failure()).isInstanceOf(UncertainException.class);
        assertThat(executed).containsOnly(Map.entry("b", 1));
    }

    // ---- failing fast

    @Test
    void callsThatFailFastEndWhenTheOnlyExporterIsInDoubt() {
        export("b");
        kill("b");
        CompletionStage<Integer> fast = proxy(PATIENT.failFast(true)).plain(1);
        CompletionStage<Integer> slow = proxy(PATIENT).plain(2);

        assertThat(within(DOUBT, fast).failure())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("seems to have ended");
        assertThat(slow.toCompletableFuture()).isNotDone();
        assertThat(within(A_MOMENT, proxy(PATIENT.failFast(true)).repeatable(3)).failure())
                .isInstanceOf(UnavailableException.class);
        assertThat(executed).isEmpty();

        export("c");
        assertThat(within(A_MOMENT, slow).value()).isEqualTo(2);
        assertThat(within(A_MOMENT, proxy(PATIENT.failFast(true)).plain(4)).value())
                .isEqualTo(4);
    }

    @Test
    void callsThatFailFastWaitForAnExporterThatWasNeverThere() {
        CompletionStage<Integer> call = proxy(PATIENT.failFast(true)).plain(1);
        world.run(DOUBT);
        assertThat(call.toCompletableFuture()).isNotDone();
        export("b");
        assertThat(within(A_MOMENT, call).value()).isEqualTo(1);
    }

    // ---- all functions of a name

    /** Functions that answer immediately, except one, which never answers. */
    private RemoteFunction<Integer> attach(String silent) {
        for (String host : List.of("b", "c")) {
            remotes.get(host).attach("f", Integer.class, Object.class, n -> {
                CompletableFuture<Integer> result = new CompletableFuture<>();
                if (!host.equals(silent)) {
                    result.complete(n);
                }
                return result;
            });
        }
        RemoteFunction<Integer> function = a().function("f", Integer.class, PATIENT);
        world.await("functions", () -> a().exports().size() == 2, LONG);
        return function;
    }

    private Map<NodeId, String> answers(Duration time, CompletionStage<List<NodeResult<Integer>>> all) {
        Map<NodeId, String> answers = new HashMap<>();
        List<NodeResult<Integer>> list = within(time, all).value();
        assertThat(list).isNotNull();
        list.forEach(answer -> answers.put(
                answer.node(),
                answer.failure().map(e -> e.getClass().getSimpleName()).orElse(String.valueOf(answer.value()))));
        return answers;
    }

    @Test
    void askingAllDoesNotWaitForTheDeadAndReportsWhatIsKnown() {
        RemoteFunction<Integer> function = attach("b");
        CompletionStage<List<NodeResult<Integer>>> sent = function.callAll(1);
        world.run(A_MOMENT);
        kill("b");
        CompletionStage<List<NodeResult<Integer>>> notSent = function.callAll(2);

        assertThat(answers(DOUBT, sent))
                .containsOnly(Map.entry(id("b"), "UncertainException"), Map.entry(id("c"), "1"));
        assertThat(answers(A_MOMENT, notSent))
                .containsOnly(Map.entry(id("b"), "UnavailableException"), Map.entry(id("c"), "2"));
        assertThat(answers(A_MOMENT, function.callAll(3)))
                .containsOnly(Map.entry(id("b"), "UnavailableException"), Map.entry(id("c"), "3"));
    }

    // ---- references

    @Test
    void aCallbackOfADeadCallerFailsAtOnce() {
        Worker worker = export("b");
        proxy(PATIENT).back(CompletableFuture::completedFuture);
        world.run(A_MOMENT);
        assertThat(worker.kept).isNotNull();
        assertThat(within(A_MOMENT, worker.kept.call(1)).value()).isEqualTo(1);
        kill("a");
        CompletionStage<Integer> early = worker.kept.call(2);

        assertThat(within(DOUBT, early).failure())
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("seems to have ended");
        assertThat(within(A_MOMENT, worker.kept.call(3)).failure())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("seems to have ended");
    }

    @Test
    void aCallGoesOnForACallerInDoubtUntilTheSessionEnds() {
        export("b");
        proxy(PATIENT).endless(1);
        world.run(A_MOMENT);
        Invocation invocation = invocations.get("b");
        killAndDoubt("a");
        assertThat(invocation.isCancelled()).isFalse();
        assertThat(unanswered.get(0)).isNotDone();

        world.await("the end of the session", invocation::isCancelled, Duration.ofSeconds(30));
        assertThat(unanswered.get(0)).isCancelled();
    }

    // ---- observers

    @Test
    void anObserverFollowsAnotherExporterAtOnce() {
        export("b");
        RecordingSubscriber<Integer> levels =
                RecordingSubscriber.of(a().object("w", PATIENT).observe("level", Integer.class), 10);
        world.await("a value", () -> levels.items.size() == 1, LONG);
        export("c");
        kill("b");

        world.await("a value of the other", () -> levels.items.size() == 2, DOUBT);
        assertThat(levels.items).containsExactly((int) 'b', (int) 'c');
        assertThat(levels.ends).isEmpty();
    }

    @Test
    void anObserverFollowsTheNextExporterAsSoonAsThereIsOne() {
        export("b");
        RecordingSubscriber<Integer> levels =
                RecordingSubscriber.of(a().object("w", PATIENT).observe("level", Integer.class), 10);
        world.await("a value", () -> levels.items.size() == 1, LONG);
        killAndDoubt("b");
        assertThat(levels.ends).isEmpty();
        export("c");

        world.await("a value of the other", () -> levels.items.size() == 2, A_MOMENT);
    }

    @Test
    void anObserverStaysWithAnExporterThatIsInDoubtWithoutReason() {
        export("b");
        RecordingSubscriber<Integer> levels =
                RecordingSubscriber.of(a().object("w", PATIENT).observe("level", Integer.class), 10);
        world.await("a value", () -> levels.items.size() == 1, LONG);
        refuse("b");
        world.run(DOUBT);
        network.connects(ConnectPolicy.ACCEPT_ALL);
        world.await("the end of the doubt", () -> a().exports().size() == 1, LONG);
        world.run(DOUBT);

        assertThat(levels.items).containsExactly((int) 'b');
        assertThat(levels.ends).isEmpty();
        assertThat(a().counters()).doesNotContainKey("streams.ended.cancelled");
    }
}
