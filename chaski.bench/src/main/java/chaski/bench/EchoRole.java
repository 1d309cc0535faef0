package chaski.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Sends every message back, from the thread on which it arrived. */
final class EchoRole implements Role, Contender.Sink {

    private final Consumer<Throwable> failures;
    private final CountDownLatch started = new CountDownLatch(1);
    private final Contender.Side side;
    private volatile long count;

    EchoRole(Contender contender, Consumer<Throwable> failures) throws IOException {
        this.failures = failures;
        this.side = contender.listen(this);
        started.countDown();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
    public void accept(byte[] message) throws IOException, InterruptedException {
        started.await();
        count++;
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
        return Meter.read(count);
    }

    @Override
    public String finish(long expected) {
        return Long.toString(count);
    }
}
