package chaski.itest;

import chaski.api.ClosedException;
import chaski.api.CodecException;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NotSentException;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteInvocationException;
import chaski.api.remote.UncertainException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;

/**
 * Threads that call continuously, half of them a proxy, half of them an imported service. Each call has a number, which
 * it passes, so it is known how often it ran. It has to end with the result, or with an exception that names the
 * operation on a bundle. Thread-safe.
 */
final class AccountedCallers implements AutoCloseable {

    static final String NAME = "every.doubling";
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int CALLERS = 8;
    private static final int MOST_CALLS = 4_000_000;
    private static final long PAUSE_NS = 2_000_000;

    /** The message of a remote that closes without its node, on this side and on the other. */
    private static final List<String> REMOTE_WENT =
            List.of("(chaski.remote) is being stopped or updated", "has closed: it was stopped or updated");

    private final ServiceOfNow<Remote> remote;
    private final ServiceOfNow<IntUnaryOperator> imported;
    private final AtomicIntegerArray executed = new AtomicIntegerArray(MOST_CALLS);
    private final AtomicInteger calls = new AtomicInteger();
    private final List<AtomicInteger> returned = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, AtomicInteger> endings = new ConcurrentHashMap<>();
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private volatile String bundle = "";
    private volatile boolean over;

    AccountedCallers(ServiceOfNow<Remote> remote, ServiceOfNow<IntUnaryOperator> imported) {
        this.remote = remote;
        this.imported = imported;
    }

    /** {@return the exported object} */
    IntUnaryOperator doubling() {
        return call -> {
            executed.incrementAndGet(call);
            return 2 * call;
        };
    }

    void start() {
        for (int i = 0; i < CALLERS; i++) {
            AtomicInteger count = new AtomicInteger();
            boolean byProxy = i % 2 == 0;
            Thread thread = new Thread(() -> callUntilItIsOver(byProxy, count), "caller-" + i);
            returned.add(count);
            threads.add(thread);
            thread.start();
        }
    }

    /** From now on this bundle is replaced; calls may name that as the cause. */
    void replacing(String symbolicName) {
        bundle = symbolicName;
    }

    private void callUntilItIsOver(boolean byProxy, AtomicInteger count) {
        Optional<IntUnaryOperator> doubling = Optional.empty();
        while (!over && calls.get() < MOST_CALLS - CALLERS) {
            try {
                if (doubling.isEmpty()) {
                    doubling = byProxy ? proxy() : imported.find();
                }
                if (doubling.isPresent() && call(doubling.get())) {
                    count.incrementAndGet();
                } else {
                    doubling = Optional.empty(); // by the next service, if there is one
                }
            } catch (RuntimeException | Error e) { // of the registry, or of a remote that is closing
                doubling = Optional.empty();
                if (!(e instanceof ClosedException)) {
                    wrong.compareAndSet(null, "no proxy: " + e);
                }
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private Optional<IntUnaryOperator> proxy() {
        return remote.find().map(r -> r.proxy(NAME, IntUnaryOperator.class, CallOptions.DEFAULT.deadline(DEADLINE)));
    }

    /** Calls once; true if there was a result. */
    private boolean call(IntUnaryOperator doubling) {
        String before = bundle;
        int call = calls.getAndIncrement();
        try {
            int result = doubling.applyAsInt(call);
            check(call, result == 2 * call && executed.get(call) == 1, "returned " + result);
            return true;
        } catch (RuntimeException | Error e) {
            endings.computeIfAbsent(e.getClass().getSimpleName(), n -> new AtomicInteger())
                    .incrementAndGet();
            boolean never = e instanceof NotSentException || e instanceof ClosedException;
            check(call, isTrue(e, List.of(before, bundle)) && executed.get(call) <= (never ? 0 : 1), String.valueOf(e));
            return false;
        }
    }

    /** True if the named cause is the replacement of a bundle that took place. */
    private static boolean isTrue(Throwable e, List<String> bundles) {
        String text = String.valueOf(e.getMessage());
        if (bundles.contains("chaski.node")) {
            return e instanceof UncertainException || e instanceof NotSentException || e instanceof ClosedException;
        } else if (bundles.contains("chaski.remote")) {
            return (e instanceof UncertainException || e instanceof NotSentException)
                    && REMOTE_WENT.stream().anyMatch(text::contains);
        }
        return bundles.contains("chaski.codec.jackson") && (e instanceof CodecException || lackedCodecThere(e, text));
    }

    /** The exporter's node had no codec for longer than the two seconds in which the last one is used. */
    private static boolean lackedCodecThere(Throwable e, String text) {
        return e instanceof RemoteInvocationException && text.contains("CodecException: expected a codec");
    }

    private void check(int call, boolean right, String what) {
        if (!right) {
            wrong.compareAndSet(
                    null,
                    "call " + call + " while " + bundle + " is replaced, executed " + executed.get(call) + " times: "
                            + what);
        }
    }

    /** {@return the number of calls of each caller that returned a result} */
    List<Integer> returned() {
        return returned.stream().map(AtomicInteger::get).toList();
    }

    /** {@return the number of calls that ended with an exception, by its class} */
    Map<String, AtomicInteger> endings() {
        return new TreeMap<>(endings);
    }

    /** {@return how many calls were made} */
    int calls() {
        return calls.get();
    }

    /** {@return the first error, if any} */
    Optional<String> wrong() {
        return Optional.ofNullable(wrong.get());
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                wrong.compareAndSet(null, "a call of " + thread.getName() + " does not end");
            }
        }
        threads.clear();
    }
}
