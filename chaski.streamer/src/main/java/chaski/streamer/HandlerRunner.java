package chaski.streamer;

import chaski.api.node.Environment;
import chaski.api.node.NodeEvent;
import chaski.api.streamer.Message;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Calls a subscription's handler, for one message after another, on a thread that exists while the subscription is active. A handler
 * that has been at one message for five seconds is told of by an event.
 *
 * @param <T> the type of the payloads
 */
final class HandlerRunner<T> {

    private static final long STALL_NS = 5_000_000_000L;

    private final DefaultSubscription<T> subscription;
    private final Handler<T> handler;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long begun;
    private volatile boolean busy;
    private long begunBefore;

    HandlerRunner(DefaultSubscription<T> subscription, Handler<T> handler) {
        this.subscription = subscription;
        this.handler = handler;
    }

    /** User code. */
    @FunctionalInterface
    interface Handler<T> {
        void accept(Message<T> message);
    }

    void start(Environment environment) {
        environment.start("subscription-" + subscription.pattern(), this::run);
        environment.schedule(STALL_NS, () -> watch(environment));
    }

    private void run() {
        try {
            ArrayDeque<Envelope> batch = new ArrayDeque<>();
            while (!subscription.queue().isEnded()) {
                batch = subscription.queue().takeAll(batch);
                while (!batch.isEmpty() && !subscription.queue().isClosed()) {
                    handle(batch.removeFirst(), batch.isEmpty());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            subscription.close();
        } finally {
            ended.countDown();
        }
    }

    /** On the thread that delivers; it is called again for each message, and must not wait. */
    void runInline() {
        try {
            Envelope envelope = subscription.queue().take(0);
            if (envelope != null) {
                handle(envelope, true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread handles
    private void handle(Envelope envelope, boolean lastOfBatch) {
        Message<T> message = subscription.open(envelope);
        if (message != null) {
            begun = begun + 1;
            busy = true;
            try {
                handler.accept(message);
            } catch (RuntimeException e) {
                subscription.failures().tell(envelope, e);
            } finally {
                busy = false;
            }
        }
        subscription.release(envelope, lastOfBatch);
    }

    /** On the control loop, every five seconds. */
    private void watch(Environment environment) {
        if (ended.getCount() == 0) {
            return;
        }
        if (busy && begun == begunBefore) {
            subscription
                    .failures()
                    .stalled(new NodeEvent.HandlerStalled(
                            subscription.toString(), TimeUnit.NANOSECONDS.toMillis(STALL_NS)));
        }
        begunBefore = begun;
        environment.schedule(STALL_NS, () -> watch(environment));
    }

    boolean awaitEnd(long timeoutNs) throws InterruptedException {
        return ended.await(timeoutNs, TimeUnit.NANOSECONDS);
    }
}
