package chaski.testkit.simulation;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Simulation} that follows the real clock on its own thread, for tests whose other parts have real threads.
 * The timing then differs between runs; what is drawn from the seed does not.
 *
 * <p>Thread-safe. The thread ends with {@link #close}, or when the world fails; the error is then the cause of what
 * later calls throw.
 */
public final class LiveSimulation implements AutoCloseable {

    private static final int EVENTS_AT_ONCE = 1000;
    private static final long LONGEST_WAIT_NS = Duration.ofSeconds(1).toNanos();
    private static final Duration ENDING = Duration.ofSeconds(2);

    private final BlockingQueue<Errand> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    /**
     * Starts an empty world.
     *
     * @param seed determines everything random
     */
    public LiveSimulation(long seed) {
        thread = new Thread(() -> live(seed), "chaski-testkit-world");
        thread.setDaemon(true);
        thread.start();
    }

    /** A task for the world; it is called without a world when that has ended. */
    private interface Errand {
        void run(@Nullable Simulation world);
    }

    /**
     * Runs an action in the world soon, or never if it ends before. An exception makes the world fail.
     *
     * @param action must not block
     */
    public void execute(Consumer<Simulation> action) {
        submit(world -> {
            if (world != null) {
                action.accept(world);
            }
        });
    }

    /**
     * Runs an action in the world and waits for its result. Must not be called in the world, which would wait for
     * itself.
     *
     * @param action must not block
     * @return its result
     * @param <T> the type of the result
     * @throws IllegalStateException when the world has ended
     */
    public <T> T call(Function<Simulation, T> action) {
        if (isHere()) {
            throw new IllegalStateException("the world cannot wait for itself: use execute() there");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        submit(world -> {
            if (world == null) {
                result.completeExceptionally(new IllegalStateException("the world has ended", failure));
                return;
            }
            try {
                result.complete(action.apply(world));
            } catch (RuntimeException | Error e) { // of an assertion, for example: the caller must not wait forever
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** {@return whether it was closed or has failed} */
    public boolean ended() {
        return ended;
    }

    /** {@return whether the caller is on the world's thread} */
    public boolean isHere() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void close() {
        closed = true;
        submit(world -> {});
        if (isHere()) {
            return;
        }
        try {
            thread.join(ENDING.toMillis());
        } catch (InterruptedException e) {
            // the thread ends nevertheless; the interrupting thread must continue
            Thread.currentThread().interrupt();
        }
    }

    private void submit(Errand errand) {
        inbox.add(errand);
        if (ended) {
            abandonAll();
        }
    }

    private void live(long seed) {
        try {
            follow(new Simulation(seed), System.nanoTime());
        } catch (Throwable e) {
            failure = e;
            System.getLogger(LiveSimulation.class.getName()).log(System.Logger.Level.ERROR, "The world broke", e);
        } finally {
            ended = true;
            abandonAll();
        }
    }

    private void follow(Simulation world, long startNs) throws InterruptedException {
        long waitNs = LONGEST_WAIT_NS;
        while (!closed) {
            Errand errand = inbox.poll(waitNs, TimeUnit.NANOSECONDS);
            // everything submitted so far runs before the simulation continues: under load each task would otherwise
            // wait for that many events for each task before it.
            for (int others = inbox.size(); errand != null; others--) {
                errand.run(world);
                errand = others > 0 ? inbox.poll() : null;
            }
            long untilNextNs = world.catchUp(System.nanoTime() - startNs, EVENTS_AT_ONCE);
            waitNs = Math.min(untilNextNs, LONGEST_WAIT_NS);
        }
    }

    private void abandonAll() {
        for (Errand errand = inbox.poll(); errand != null; errand = inbox.poll()) {
            errand.run(null);
        }
    }
}
