package chaski.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Counts messages and checks that they arrive in order, each once, and complete.
 *
 * <p>{@link #accept} is confined to one thread at a time; the count may be read by any.
 */
final class ReceiveRole implements Role, Contender.Sink {

    /** The longest that messages in transit may take. */
    private static final long REST_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final VarHandle COUNT = count();

    private final int payloadBytes;
    private final Consumer<Throwable> failures;
    private final Contender.Side side;
    private long expected;

    /** Written before the count and read after it, which makes it visible. */
    private long broken;

    /** Written only by the receiving thread; the check costs no more than a release store for each message. */
    @SuppressWarnings("UnusedVariable")
    private long count;

    ReceiveRole(Contender contender, int payloadBytes, Consumer<Throwable> failures) throws IOException {
        this.payloadBytes = payloadBytes;
        this.failures = failures;
        this.side = contender.listen(this);
    }

    @Override
    public void accept(byte[] message) {
        long number = Sequence.read(message);
        if (number != expected || message.length != payloadBytes) {
            broken++;
        }
        expected = number + 1;
        COUNT.setRelease(this, count + 1);
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
        return Meter.read(received());
    }

    /** Waits for the rest. It polls, so that the path of each message has no notification. */
    @Override
    public String finish(long expectedCount) {
        long deadlineNs = System.nanoTime() + REST_TIMEOUT_NS;
        while (received() < expectedCount && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(this, POLL_NS);
        }
        return received() + " " + broken;
    }

    private long received() {
        return (long) COUNT.getAcquire(this);
    }

    private static VarHandle count() {
        try {
            return MethodHandles.lookup().findVarHandle(ReceiveRole.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
