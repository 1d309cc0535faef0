package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NotSentException;
import chaski.api.remote.Remote;
import chaski.api.remote.UncertainException;
import chaski.node.ServiceRemoval;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The remote of a node closes without its node, as when its bundle is stopped or updated: calls complete, or end with
 * the correct reason.
 */
class StoppedRemoteTest {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Duration.ofMinutes(5));
    private static final String TRUE_CAUSE = "the remote of this node (chaski.remote) is being stopped or updated";

    private final Nodes nodes = new Nodes();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger executed = new AtomicInteger();
    private Node thereNode;
    private Node hereNode;
    private DefaultRemote there;
    private DefaultRemote here;

    interface Slow {
        int add(int n) throws InterruptedException;

        CompletionStage<Integer> addLater(int n);

        int callBack(IntUnaryOperator back, int n);
    }

    private final class SlowAdder implements Slow {

        @Override
        public int add(int n) throws InterruptedException {
            executed.incrementAndGet();
            inside.incrementAndGet();
            try {
                goOn.await();
                return n + 1;
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public CompletionStage<Integer> addLater(int n) {
            return CompletableFuture.supplyAsync(() -> {
                try {
                    return add(n);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        @Override
        public int callBack(IntUnaryOperator back, int n) {
            return back.applyAsInt(n);
        }
    }

    @BeforeEach
    void start() {
        thereNode = nodes.start("there");
        hereNode = nodes.start("here");
        there = (DefaultRemote) thereNode.service(Remote.class);
        here = (DefaultRemote) hereNode.service(Remote.class);
        there.export("slow", Slow.class, new SlowAdder());
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        nodes.close();
    }

    private CompletableFuture<Integer> call(int n) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                result.complete(here.proxy("slow", Slow.class, PATIENT).add(n));
            } catch (Throwable e) { // the test reports any exception
                result.completeExceptionally(e);
            }
        });
        caller.setDaemon(true);
        caller.start();
        return result;
    }

    private static int get(CompletableFuture<Integer> call) throws Exception {
        return call.get(60, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> call) throws Exception {
        try {
            call.get(60, TimeUnit.SECONDS);
            throw new AssertionError("it was answered");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    // ---- at the callers

    @Test
    void callsThatWereSentGetTheirAnswers() throws Exception {
        CompletableFuture<Integer> blocked = call(1);
        CompletableFuture<Integer> later =
                here.proxy("slow", Slow.class, PATIENT).addLater(2).toCompletableFuture();
        await().atMost(Nodes.LONG).until(() -> inside.get() == 2);

        CompletableFuture<Void> drained = here.drain().toCompletableFuture();
        assertThat(drained).isNotDone();
        goOn.countDown();

        drained.get(60, TimeUnit.SECONDS);
        assertThat(get(blocked)).isEqualTo(2);
        here.close();
        assertThat(get(later)).isEqualTo(3);
        assertThat(executed).hasValue(2);
    }

    @Test
    void newCallsAreNotSentAndNameTheTrueCause() {
        Slow before = here.proxy("slow", Slow.class, PATIENT);
        here.drain();

        for (int i = 0; i < 2; i++) {
            Slow during = here.proxy("slow", Slow.class, PATIENT);
            for (Slow proxy : List.of(before, during)) {
                assertThatThrownBy(() -> proxy.add(1))
                        .isInstanceOf(NotSentException.class)
                        .hasMessageContaining("add was not sent: " + TRUE_CAUSE);
                assertThatThrownBy(() -> proxy.addLater(1)).isInstanceOf(NotSentException.class);
            }
            assertThatThrownBy(() -> here.object("slow", PATIENT).call("add", 1))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining(TRUE_CAUSE);
            here.close();
        }
        assertThat(executed).hasValue(0);
        assertThat(here.proxy("neverAskedFor", Slow.class)).isNotNull();
    }

    @Test
    void callsThatWaitForAnExporterEndAsNotSent() throws Exception {
        CompletableFuture<Integer> waiting = here.object("nobody's", PATIENT)
                .callAsync("f")
                .thenApply(x -> 1)
                .toCompletableFuture();

        CompletableFuture<Void> drained = here.drain().toCompletableFuture();

        assertThat(failure(waiting)).isInstanceOf(NotSentException.class).hasMessageContaining(TRUE_CAUSE);
        drained.get(60, TimeUnit.SECONDS);
    }

    @Test
    void callsThatAreNotAnsweredInTimeAreUncertainForTheTrueCause() throws Exception {
        CompletableFuture<Integer> blocked = call(1);
        CompletableFuture<Integer> later =
                here.proxy("slow", Slow.class, PATIENT).addLater(2).toCompletableFuture();
        await().atMost(Nodes.LONG).until(() -> inside.get() == 2);

        here.drain();
        here.close();

        for (CompletableFuture<Integer> call : List.of(blocked, later)) {
            assertThat(failure(call))
                    .isInstanceOf(UncertainException.class)
                    .hasMessageContaining(TRUE_CAUSE)
                    .hasMessageNotContaining("node is closing");
        }
    }

    /** An exporter that is updated at the same time does not matter: no call is left to wait for the next version. */
    @Test
    void aCallThatIsRefusedMeanwhileIsNotSentAnywhereElse() throws Exception {
        CompletableFuture<Integer> blocked = call(1);
        await().atMost(Nodes.LONG).until(() -> inside.get() == 1);
        CompletableFuture<Void> drained = here.drain().toCompletableFuture();

        there.close();

        assertThat(failure(blocked))
                .isInstanceOf(UncertainException.class)
                .hasMessageContaining("the remote of there")
                .hasMessageContaining("was stopped or updated");
        drained.get(60, TimeUnit.SECONDS);
    }

    // ---- at the exporter

    @Test
    void callsThatArrivedFinishAndLaterOnesWaitForTheNextVersion() throws Exception {
        CompletableFuture<Integer> arrived = call(1);
        await().atMost(Nodes.LONG).until(() -> inside.get() == 1);
        CompletableFuture<Void> drained = there.drain().toCompletableFuture();
        await().atMost(Nodes.LONG).until(() -> here.exports().isEmpty());
        CompletableFuture<Integer> later = call(2);
        assertThat(drained).isNotDone();

        goOn.countDown();
        drained.get(60, TimeUnit.SECONDS);
        assertThat(get(arrived)).isEqualTo(2);
        assertThat(later).isNotDone();
        ServiceRemoval.remove(thereNode, new RemoteProvider());
        thereNode.service(Remote.class).export("slow", Slow.class, new SlowAdder());

        assertThat(get(later)).isEqualTo(3);
        assertThat(executed).hasValue(2);
    }

    /** Lent objects are called, too. */
    @Test
    void callbacksThatArrivedFinish() throws Exception {
        CompletableFuture<Integer> call = CompletableFuture.supplyAsync(() -> here.proxy("slow", Slow.class, PATIENT)
                .callBack(
                        n -> {
                            inside.incrementAndGet();
                            try {
                                goOn.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return n * 2;
                        },
                        21));
        await().atMost(Nodes.LONG).until(() -> inside.get() == 1);

        CompletableFuture<Void> drained = here.drain().toCompletableFuture();
        assertThat(drained).isNotDone();
        goOn.countDown();

        drained.get(60, TimeUnit.SECONDS);
        assertThat(get(call)).isEqualTo(42);
    }

    @Test
    void aMethodThatDoesNotReturnInTimeIsInterruptedAndItsCallerToldWhy() throws Exception {
        CompletableFuture<Integer> blocked = call(1);
        await().atMost(Nodes.LONG).until(() -> inside.get() == 1);

        there.drain();
        there.close();

        assertThat(failure(blocked))
                .isInstanceOf(UncertainException.class)
                .hasMessageContaining("the remote of there")
                .hasMessageContaining("was stopped or updated");
        await().atMost(Nodes.LONG).until(() -> inside.get() == 0);
    }

    // ---- the node

    @Test
    void aRemoteThatIsRemovedUnderCallsLeavesNothingAndTheNextOneServes() throws Exception {
        goOn.countDown();
        for (int round = 0; round < 3; round++) {
            Remote old = hereNode.service(Remote.class);
            Slow proxy = old.proxy("slow", Slow.class, PATIENT);
            assertThat(proxy.add(round)).isEqualTo(round + 1);
            ServiceRemoval.remove(hereNode, new RemoteProvider());

            assertThatThrownBy(() -> proxy.add(1)).isInstanceOf(NotSentException.class);
            Remote next = hereNode.service(Remote.class);
            assertThat(next).isNotSameAs(old);
            assertThat(next.proxy("slow", Slow.class, PATIENT).add(5)).isEqualTo(6);
        }
        assertThat(hereNode.counters()).doesNotContainKey("channels.failed").doesNotContainKey("sessions.ended");
        assertThat(thereNode.counters()).doesNotContainKey("channels.failed").doesNotContainKey("sessions.ended");
    }

    /** In that case the node's reason is the correct one, and no call waits for answers longer than before. */
    @Test
    void aNodeThatClosesSaysSo() throws Exception {
        CompletableFuture<Integer> blocked = call(1);
        await().atMost(Nodes.LONG).until(() -> inside.get() == 1);

        hereNode.closeAsync();

        assertThat(failure(blocked))
                .isInstanceOf(UncertainException.class)
                .hasMessageContaining("this node is closing");
    }
}
