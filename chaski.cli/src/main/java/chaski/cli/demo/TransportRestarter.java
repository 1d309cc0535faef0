package chaski.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Stops a bundle and starts it again, again and again. */
final class TransportRestarter implements AutoCloseable {

    private final Bundle bundle;
    private final Duration interval;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong restarts = new AtomicLong();
    private final AtomicReference<@Nullable BundleException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "demo-transport");

    private TransportRestarter(Bundle bundle, Duration interval) {
        this.bundle = bundle;
        this.interval = interval;
    }

    /**
     * Begins.
     *
     * @param bundle the bundle
     * @param interval the pause between two restarts
     */
    static TransportRestarter start(Bundle bundle, Duration interval) {
        TransportRestarter restarter = new TransportRestarter(bundle, interval);
        restarter.thread.setDaemon(true);
        restarter.thread.start();
        return restarter;
    }

    /** {@return how often the bundle is up again} */
    long restarts() {
        return restarts.get();
    }

    /**
     * Ends; returns when the bundle is up and stays up.
     *
     * @throws IllegalStateException when it could not be stopped or started
     */
    @Override
    public void close() {
        end.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        BundleException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(bundle + " could not be restarted", failed);
        }
    }

    private void run() {
        try {
            while (!end.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                bundle.stop();
                bundle.start();
                restarts.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BundleException e) {
            failure.set(e);
        }
    }
}
