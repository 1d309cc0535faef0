package chaski.remote.export;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.protocol.Environment;
import chaski.remote.channel.LocalRpcChannel;
import chaski.remote.channel.RpcChannelListener;
import chaski.remote.reference.LocalReferences;
import chaski.remote.thread.DeadlineQueue;
import chaski.remote.thread.WorkerPool;
import chaski.remote.wire.CallOperation;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.testkit.simulation.Simulation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that one thread serves one after another: an interrupt of one of them does not affect the next one. */
class CurrentExecutionTest {

    private final Simulation world = new Simulation(1);
    private final Environment environment = world.environment("a");
    private final CurrentExecution serving = new CurrentExecution();
    private final WorkerPool workers = new WorkerPool(environment, "calls", 1);
    private final LocalRpcChannel channel = new LocalRpcChannel(
            new NodeId(new UUID(0, 1)),
            "here",
            (RpcChannelListener) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {RpcChannelListener.class},
                    (proxy, method, with) -> null),
            way -> new LocalReferences(new AtomicLong(), (source, decoder) -> source.publisher()));

    /** What served calls observe of their own state. */
    private final List<String> seen = new ArrayList<>();

    private final Execution first = execution(1);
    private final Execution next = execution(2);

    @AfterEach
    void leaveNoInterrupt() {
        Thread.interrupted();
    }

    private Execution execution(long id) {
        return new Execution(
                environment,
                channel,
                new RemoteMessage.Call(id, 1, CallOperation.INVOKE, 1_000, "", "run", "", Map.of(), "cbor", List.of()),
                null,
                new DeadlineQueue(environment),
                () -> {},
                expired -> {});
    }

    /** The first call runs a task; it and the next one then report whether they are interrupted. */
    private void serve(Runnable task) {
        workers.execute(() -> serving.run(first, () -> {
            task.run();
            look("first");
        }));
        workers.execute(() -> serving.run(next, () -> look("next")));
        world.run(Duration.ofSeconds(1));
    }

    private void look(String call) {
        seen.add(call + (Thread.currentThread().isInterrupted() ? " interrupted" : ""));
    }

    @Test
    void aCallThatIsCancelledIsInterruptedAndTheNextOneIsNot() {
        serve(() -> first.abandon(RefusalReason.CANCELLED, "enough"));

        assertThat(seen).containsExactly("first interrupted", "next");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptThatAMethodLeavesBehindDoesNotHitTheNextCall() {
        serve(() -> Thread.currentThread().interrupt());

        assertThat(seen).containsExactly("first interrupted", "next");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aCallThatIsCancelledAndThrowsDoesNotHitTheNextOne() {
        serve(() -> {
            first.abandon(RefusalReason.EXPIRED, "too late");
            throw new IllegalStateException("interrupted");
        });

        assertThat(seen).containsExactly("next");
    }

    @Test
    void aCallThatIsCancelledWhenItsThreadHasLeftItDoesNotHitTheNextOne() {
        serve(() -> workers.execute(() -> serving.run(execution(3), () -> {
            first.abandon(RefusalReason.CANCELLED, "its result is awaited no longer");
            look("third");
        })));

        assertThat(seen).containsExactly("first", "next", "third");
    }

    @Test
    void aCallThatIsCancelledBeforeItBeginsDoesNotRun() {
        serve(() -> next.abandon(RefusalReason.CANCELLED, "before it began"));

        assertThat(seen).containsExactly("first");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
