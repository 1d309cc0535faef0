package chaski.streamer.subscribe;

import chaski.api.streamer.Message;
import chaski.api.streamer.SlowConsumerException;
import chaski.streamer.waiting.ConditionGate;
import chaski.streamer.waiting.Nanos;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages to a {@link Flow.Subscriber}: takes one from the queue for each that was requested, and waits
 * otherwise. All signals come from the thread that calls {@link #run}; {@code request} and {@code cancel} may be called
 * on any thread.
 *
 * <p>Follows the rules of the Reactive Streams specification, 1.0.4; their numbers are given where they are
 * implemented.
 */
final class FlowEmitter<T> implements Flow.Subscription {

    private static final Flow.Subscription DEAD = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final DefaultSubscription<T> subscription;
    private final FailureReporter failures;
    /** The subscription's gate, so that a thread that waits here is also notified of its end. */
    private final ConditionGate gate;

    /** Dropped when the subscriber has cancelled or was notified of the end (3.13). */
    private volatile Flow.@Nullable Subscriber<? super Message<T>> subscriber;

    // guarded by this
    private long demand;
    private @Nullable IllegalArgumentException violation;

    FlowEmitter(
            DefaultSubscription<T> subscription,
            Flow.Subscriber<? super Message<T>> subscriber,
            FailureReporter failures) {
        this.subscription = subscription;
        this.subscriber = subscriber;
        this.failures = failures;
        this.gate = subscription.gate();
    }

    /** Refuses a subscriber: it receives a subscription first (1.9), then the error. */
    static void refuse(Flow.Subscriber<?> subscriber, String why) {
        subscriber.onSubscribe(DEAD);
        subscriber.onError(new IllegalStateException(why));
    }

    void run() {
        Flow.Subscriber<? super Message<T>> downstream = subscriber;
        if (downstream == null) {
            return;
        }
        try {
            downstream.onSubscribe(this);
            feed(downstream);
        } catch (InterruptedException e) {
            // the node ends
            end();
        } catch (Throwable e) { // a subscriber must not throw (2.13); one that does is cancelled
            failures.report("Flow subscriber", e);
            end();
        }
    }

    private void feed(Flow.Subscriber<? super Message<T>> downstream) throws InterruptedException {
        while (subscriber != null) {
            gate.await(this::isActive, Nanos.FOREVER);
            IllegalArgumentException broken = violation();
            if (broken != null) {
                end();
                downstream.onError(broken);
            } else if (subscriber != null) {
                feedOne(downstream);
            }
        }
    }

    private void feedOne(Flow.Subscriber<? super Message<T>> downstream) throws InterruptedException {
        if (hasDemand()) {
            Message<T> message = receive();
            if (message != null && subscriber != null) {
                spend();
                downstream.onNext(message);
                return;
            }
        }
        if (subscription.isClosed() && subscriber != null) {
            subscriber = null;
            SlowConsumerException why = subscription.failure().orElse(null);
            if (why == null) {
                downstream.onComplete();
            } else {
                downstream.onError(why);
            }
        }
    }

    /** The next message, or {@code null} at the end. */
    private @Nullable Message<T> receive() throws InterruptedException {
        try {
            return subscription.receive(Nanos.FOREVER, this::mustStop);
        } catch (SlowConsumerException e) {
            return null;
        }
    }

    private boolean isActive() {
        return mustStop() || hasDemand() || subscription.isClosed();
    }

    private boolean mustStop() {
        return subscriber == null || violation() != null;
    }

    @Override
    public void request(long n) {
        if (subscriber == null) {
            return; // 3.6
        }
        synchronized (this) {
            if (n <= 0) {
                violation = new IllegalArgumentException("rule 3.9: expected a positive request, got " + n);
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n; // 3.17
            }
        }
        gate.changed();
        subscription.nudge();
    }

    @Override
    public void cancel() {
        end();
    }

    private void end() {
        subscriber = null;
        subscription.close();
        gate.changed();
    }

    private synchronized boolean hasDemand() {
        return demand > 0;
    }

    /** A demand of {@link Long#MAX_VALUE} never ends. */
    private synchronized void spend() {
        demand -= demand == Long.MAX_VALUE ? 0 : 1;
    }

    private synchronized @Nullable IllegalArgumentException violation() {
        return violation;
    }
}
