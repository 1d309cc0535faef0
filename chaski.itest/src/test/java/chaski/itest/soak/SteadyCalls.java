package chaski.itest.soak;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import chaski.api.remote.Remote;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Exports an adder, and calls those of all nodes one after another, on a separate thread. */
final class SteadyCalls {

    private static final int INTERVAL_MS = 20;
    private static final CallOptions OPTIONS =
            CallOptions.DEFAULT.deadline(Duration.ofSeconds(60)).selection(ExporterSelection.ROUND_ROBIN);

    /** The exported interface. */
    public interface Adder {
        /**
         * Adds.
         *
         * @param a a number
         * @param b another number
         * @return their sum
         */
        long add(long a, long b);
    }

    private final Adder proxy;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private final String node;
    private volatile long made;

    SteadyCalls(Node node, int number) {
        this.node = node.name();
        Remote remote = node.service(Remote.class);
        remote.export("soak.adder", Adder.class, Long::sum);
        proxy = remote.proxy("soak.adder", Adder.class, OPTIONS);
        thread = new Thread(this::run, "calls of " + this.node);
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            while (!stopped.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                long sum = proxy.add(made, 1);
                if (sum != made + 1) {
                    SoakMember.wrong("call " + made + " of " + node + " returned " + sum);
                }
                made++;
            }
        } catch (InterruptedException | RuntimeException e) {
            SoakMember.wrong("call " + made + " of " + node + " failed: " + e);
        }
    }

    void awaitStopped(Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("call " + made + " of " + node + " does not end");
        }
    }

    long made() {
        return made;
    }
}
