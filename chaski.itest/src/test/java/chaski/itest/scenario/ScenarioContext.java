package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The resources, measurements and checks of a run of a scenario. Thread-safe. */
final class ScenarioContext implements AutoCloseable {

    private final String name;
    private final List<String> figures = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<Runnable> closing = new ConcurrentLinkedDeque<>();

    ScenarioContext(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<String> figures() {
        return figures;
    }

    /** {@return a node that listens on the loopback interface} */
    Node listening(String node) {
        return start(Chaski.node().name(node).listen("tcp://127.0.0.1:0"));
    }

    /** {@return a node that joins another one and does not listen} */
    Node joining(String node, Node other) {
        return start(Chaski.node().name(node).join(other.endpoints().get(0).toString()));
    }

    /** Starts a node; it is closed when the scenario has ended, without waiting for it. */
    Node start(Node.Builder builder) {
        Node node = builder.start();
        closing.push(node::closeAsync);
        return node;
    }

    /** Starts another process; it is killed when the scenario has ended, if it still runs. */
    PeerProcess process(String... args) throws IOException {
        PeerProcess process = PeerProcess.start(PeerProgram.class, args);
        closing.push(process::kill);
        return process;
    }

    /** Runs an action when the scenario has ended, whatever its result. */
    void atEnd(Runnable task) {
        closing.push(task);
    }

    /** Runs an action on a separate thread. */
    <T> CompletableFuture<T> start(String what, Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        thread(what, task, result);
        return result;
    }

    /** Runs an action on a separate thread, and returns when that thread waits. */
    <T> CompletableFuture<T> startWaiting(String what, Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = thread(what, task, result);
        until(what + " waits", Duration.ofSeconds(5), () -> isWaiting(thread));
        return result;
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private <T> Thread thread(String what, Callable<T> task, CompletableFuture<T> result) {
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                name + ": " + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for a result, for a limited time, and records how long it took. */
    <T> T within(Duration limit, String what, CompletableFuture<T> result) throws Exception {
        long beginNs = System.nanoTime();
        try {
            T value = result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            figure(what, Duration.ofNanos(System.nanoTime() - beginNs));
            return value;
        } catch (TimeoutException e) {
            throw new AssertionError(what + ": expected within " + limit + ", still waiting", e);
        } catch (ExecutionException e) {
            throw new AssertionError(what + ": " + e.getCause(), e.getCause());
        }
    }

    /** Waits until a condition holds, and records nothing. */
    void until(String what, Duration limit, Callable<Boolean> condition) {
        Polling.until(what, limit, condition);
    }

    void expect(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("expected: " + what);
        }
    }

    /** Records how long something took. */
    void figure(String what, Duration time) {
        figures.add(what + " " + time.toMillis() + " ms");
    }

    /** Records a count. */
    void figure(String what, long count) {
        figures.add(what + " " + count);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
