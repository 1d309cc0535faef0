package chaski.cli.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Stops a bundle and starts it after a while, repeatedly. */
final class TransportRestarter implements AutoCloseable {

    private final Bundle bundle;
    private final AtomicLong restarts = new AtomicLong();
    private final RepeatingTask repeating;

    /**
     * Begins.
     *
     * @param bundle the bundle
     * @param interval how long it stays stopped, and then runs
     */
    TransportRestarter(Bundle bundle, Duration interval) {
        this.bundle = bundle;
        this.repeating = RepeatingTask.start("demo-transport", interval::toMillis, this::stopOrStart);
    }

    /** {@return how often the bundle was restarted} */
    long restarts() {
        return restarts.get();
    }

    /**
     * Stops; returns when the bundle is up and stays up.
     *
     * @throws IllegalStateException if it could not be stopped or started
     */
    @Override
    public void close() {
        repeating.close();
        if (bundle.getState() != Bundle.ACTIVE) {
            stopOrStart();
        }
    }

    private void stopOrStart() {
        try {
            if (bundle.getState() == Bundle.ACTIVE) {
                bundle.stop();
            } else {
                bundle.start();
                restarts.incrementAndGet();
            }
        } catch (BundleException e) {
            throw new IllegalStateException(bundle + " could not be stopped or started", e);
        }
    }
}
