package chaski.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Makes calls in one {@link CallMode}, checks every result, and records how long calls take whose threads wait. */
final class CallRole implements Role {

    private static final long LAST_RESULT_TIMEOUT_S = 10;

    private final CallMode mode;
    private final Consumer<Throwable> failures;
    private final CallContender.Caller caller;
    private final LongAdder calls = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private volatile boolean recording;
    private volatile boolean stopped;

    CallRole(CallContender contender, String endpoint, CallMode mode, Consumer<Throwable> failures) throws IOException {
        this.mode = mode;
        this.failures = failures;
        this.caller = contender.connect(endpoint);
        for (int i = 0; i < (mode.isAsync() ? 1 : mode.pending()); i++) {
            int first = i;
            Thread thread = new Thread(() -> run(first), "bench-caller-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void run(int first) {
        try {
            if (mode.isAsync()) {
                callAsynchronously();
            } else {
                callAndWait(first);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failures.accept(e);
        }
    }

    private void callAndWait(int first) {
        BenchService service = caller.service();
        Latencies mine = new Latencies();
        for (int number = first; !stopped; number++) {
            long startNs = System.nanoTime();
            boolean good = mode.isEcho() ? isEchoed(service, number) : service.add(number, 1) == number + 1;
            if (recording) {
                mine.add(System.nanoTime() - startNs);
            }
            counted(good);
        }
        synchronized (latencies) {
            latencies.addAll(mine);
        }
    }

    private static boolean isEchoed(BenchService service, int number) {
        BenchService.Order order = BenchService.Order.of(number);
        return service.echo(order).equals(order);
    }

    private void callAsynchronously() throws InterruptedException {
        BenchService.Async service = caller.async();
        Semaphore permits = new Semaphore(mode.pending());
        for (int number = 0; !stopped; number++) {
            permits.acquire();
            call(service, number).whenComplete((good, error) -> {
                if (error != null) {
                    failures.accept(error);
                } else {
                    counted(good);
                }
                permits.release();
            });
        }
        if (!permits.tryAcquire(mode.pending(), LAST_RESULT_TIMEOUT_S, TimeUnit.SECONDS)) {
            failures.accept(new IOException("the last result did not come within " + LAST_RESULT_TIMEOUT_S + " s"));
        }
    }

    private CompletableFuture<Boolean> call(BenchService.Async service, int number) {
        if (mode.isEcho()) {
            BenchService.Order order = BenchService.Order.of(number);
            return service.echo(order).thenApply(order::equals);
        }
        return service.add(number, 1).thenApply(sum -> sum == number + 1);
    }

    private void counted(boolean good) {
        calls.increment();
        if (!good) {
            broken.increment();
        }
    }

    @Override
    public String endpoint() {
        return "connected";
    }

    @Override
    public Meter meter() {
        recording = true;
        return Meter.read(calls.sum());
    }

    /** Answers with the median and the 99th percentile in nanoseconds, and the number of wrong results. */
    @Override
    public String finish(long expected) throws IOException, InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(2 * LAST_RESULT_TIMEOUT_S));
            if (thread.isAlive()) {
                throw new IOException("a call did not return within " + 2 * LAST_RESULT_TIMEOUT_S + " s");
            }
        }
        synchronized (latencies) {
            return latencies.percentile(50) + " " + latencies.percentile(99) + " " + broken.sum();
        }
    }
}
