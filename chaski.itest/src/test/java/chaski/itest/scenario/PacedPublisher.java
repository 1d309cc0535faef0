package chaski.itest.scenario;

import chaski.api.streamer.Publisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Publishes the numbers 1, 2, 3 … at a steady rate until it is stopped; after a wait it catches up. */
final class PacedPublisher {

    private final Publisher<String> publisher;
    private final PublishMode mode;
    private final long intervalNs;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Long> published;

    PacedPublisher(ScenarioContext context, Publisher<String> publisher, PublishMode mode, int perSecond) {
        this.publisher = publisher;
        this.mode = mode;
        this.intervalNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        context.atEnd(this::stop);
        this.published = context.start("publisher", this::run);
    }

    private long run() throws InterruptedException {
        long beginNs = System.nanoTime();
        long number = 0;
        while (!stopped.get()) {
            if (System.nanoTime() - beginNs < number * intervalNs) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                continue;
            }
            mode.publish(publisher, Long.toString(++number));
        }
        return number;
    }

    /** Stops; the result is the number of published messages, once the last one is. */
    CompletableFuture<Long> stop() {
        stopped.set(true);
        return published;
    }
}
