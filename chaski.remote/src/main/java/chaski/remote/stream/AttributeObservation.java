package chaski.remote.stream;

import chaski.api.protocol.Environment;
import chaski.remote.value.EncodedValue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One observer of an attribute. It queues no values: it reads the attribute when there is demand and the value may have changed, and
 * emits it unless it equals the last one. Thread-safe.
 */
final class AttributeObservation implements Flow.Subscription {

    private final ObservationRegistry.ObservedAttribute observed;
    private final Runnable onFinished;
    private final SerialExecutor executor;
    private volatile Flow.@Nullable Subscriber<? super EncodedValue> subscriber;

    /** Confined to the executor. */
    private @Nullable EncodedValue last;

    private long demand;
    private boolean changed = true;

    AttributeObservation(
            Environment environment,
            ObservationRegistry.ObservedAttribute observed,
            Runnable whenOver,
            Flow.Subscriber<? super EncodedValue> subscriber) {
        this.observed = observed;
        this.onFinished = whenOver;
        this.subscriber = subscriber;
        this.executor = new SerialExecutor(environment, this::emit);
    }

    ObservationRegistry.ObservedAttribute observed() {
        return observed;
    }

    /** Marks the attribute as possibly changed. */
    void markChanged() {
        boolean wanted;
        synchronized (this) {
            changed = true;
            wanted = demand > 0;
        }
        if (wanted) {
            executor.trigger();
        }
    }

    /** Only streams subscribe, which always request a positive number. */
    @Override
    public void request(long n) {
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        executor.trigger();
    }

    @Override
    public void cancel() {
        subscriber = null;
        onFinished.run();
    }

    @SuppressWarnings("CatchingUnchecked") // anything that a getter throws is passed to the observer
    private void emit() {
        Flow.Subscriber<? super EncodedValue> current = subscriber;
        if (current == null || !takeChange()) {
            return;
        }
        EncodedValue now;
        try {
            now = observed.encoded();
        } catch (Throwable e) {
            cancel();
            current.onError(e);
            return;
        }
        EncodedValue before = last;
        if (before == null || !now.isLike(before)) {
            last = now;
            synchronized (this) {
                demand--;
            }
            current.onNext(now);
        }
    }

    private synchronized boolean takeChange() {
        boolean look = changed && demand > 0;
        changed = changed && !look;
        return look;
    }
}
