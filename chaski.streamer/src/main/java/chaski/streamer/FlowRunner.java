package chaski.streamer;

import chaski.api.node.Environment;
import chaski.api.streamer.Message;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shows a subscription to one {@link Flow.Subscriber}: what it requests is taken from the queue, on a thread of its own, one signal
 * after another (Reactive Streams 1.0.4, rules 1.3, 1.9, 2.13 and 3.9 in particular).
 *
 * @param <T> the type of the payloads
 */
final class FlowRunner<T> implements Flow.Subscription {

    private final DefaultSubscription<T> subscription;
    private final Flow.Subscriber<? super Message<T>> subscriber;
    private final boolean first;
    private final AtomicLong demand = new AtomicLong();
    private final Semaphore news = new Semaphore(0);
    private volatile boolean cancelled;
    private volatile @Nullable Throwable illegal;

    FlowRunner(DefaultSubscription<T> subscription, Flow.Subscriber<? super Message<T>> subscriber, boolean first) {
        this.subscription = subscription;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
        this.first = first;
    }

    void start(Environment environment) {
        environment.start("flow-" + subscription.pattern(), this::run);
    }

    private void run() {
        try {
            subscriber.onSubscribe(this);
            if (!first) {
                subscriber.onError(new IllegalStateException(
                        "expected one subscriber of the flow of " + subscription + ", got another: subscribe once more"));
                return;
            }
            if (feed()) {
                subscriber.onComplete();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            subscription.close();
        } catch (RuntimeException e) {
            cancel(); // rule 2.13: a subscriber that throws has cancelled
            subscription.failures().raise(e);
        }
    }

    /** Whether the subscription ended by itself. */
    private boolean feed() throws InterruptedException {
        while (!cancelled) {
            Throwable error = illegal;
            if (error != null) {
                subscription.close();
                subscriber.onError(error);
                return false;
            }
            if (demand.get() == 0) {
                if (subscription.isClosed()) {
                    return true;
                }
                news.acquire();
                continue;
            }
            Message<T> message = subscription.poll(Long.MAX_VALUE);
            if (message == null) {
                return !cancelled;
            }
            demand.updateAndGet(d -> d == Long.MAX_VALUE ? d : d - 1);
            subscriber.onNext(message);
        }
        return false;
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            illegal = new IllegalArgumentException("expected a request of 1 or more (rule 3.9), got " + count);
        } else {
            demand.updateAndGet(d -> d + count < 0 ? Long.MAX_VALUE : d + count);
        }
        news.release();
    }

    @Override
    public void cancel() {
        cancelled = true;
        news.release();
        subscription.close();
    }
}
