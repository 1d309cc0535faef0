package chaski.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends one message, waits for its echo, sends the next from the thread on which the echo arrived, and records the
 * duration of each round trip after the first {@link #meter}.
 *
 * <p>{@link #accept} is confined to one thread at a time.
 */
final class PingRole implements Role, Contender.Sink {

    private static final long LAST_ECHO_TIMEOUT_S = 10;

    private final Consumer<Throwable> failures;
    private final byte[] message;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Latencies latencies = new Latencies();
    private final Contender.Side side;
    private long number;
    private long sentNs;
    private volatile long trips;
    private volatile long broken;
    private volatile boolean recording;
    private volatile boolean stopped;

    PingRole(Contender contender, String endpoint, int payloadBytes, Consumer<Throwable> failures)
            throws IOException, InterruptedException {
        this.failures = failures;
        this.message = new byte[payloadBytes];
        this.side = contender.connect(endpoint, this);
        sentNs = System.nanoTime();
        started.countDown();
        side.send(message);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
    public void accept(byte[] echo) throws IOException, InterruptedException {
        long tripNs = System.nanoTime() - sentNs;
        started.await();
        if (Sequence.read(echo) != number || echo.length != message.length) {
            broken++;
        }
        trips++;
        if (recording) {
            latencies.add(tripNs);
        }
        if (stopped) {
            over.countDown();
            return;
        }
        Sequence.write(message, ++number);
        sentNs = System.nanoTime();
        side.send(message);
    }

    @Override
    public void failed(Throwable cause) {
        failures.accept(cause);
    }

    @Override
    public String endpoint() {
        return side.endpoint();
    }

    @Override
    public Meter meter() {
        recording = true;
        return Meter.read(trips);
    }

    /** Answers with the median and the 99th percentile in nanoseconds, and the number of wrong echoes. */
    @Override
    public String finish(long expected) throws IOException, InterruptedException {
        stopped = true;
        if (!over.await(LAST_ECHO_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new IOException("the last echo did not come within " + LAST_ECHO_TIMEOUT_S + " s");
        }
        return latencies.percentile(50) + " " + latencies.percentile(99) + " " + broken;
    }
}
