package chaski.remote;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A publisher of a number of items, from the first one for each subscriber, which counts the requested items. It emits
 * items within the call that requests them.
 */
final class CountedPublisher<T> implements Flow.Publisher<T> {

    final AtomicLong requested = new AtomicLong();
    final AtomicLong emitted = new AtomicLong();
    final AtomicInteger cancelled = new AtomicInteger();
    private final int count;
    private final IntFunction<T> items;
    private final @Nullable Throwable failure;

    /** Fails after the last one, or completes without a failure. */
    CountedPublisher(int count, IntFunction<T> items, @Nullable Throwable failure) {
        this.count = count;
        this.items = items;
        this.failure = failure;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Line line = new Line(subscriber);
        subscriber.onSubscribe(line);
        line.go();
    }

    private final class Line implements Flow.Subscription {

        private final Flow.Subscriber<? super T> subscriber;
        private long demand;
        private int next;
        private boolean going = true;
        private boolean over;

        Line(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            requested.addAndGet(n);
            synchronized (this) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                if (going) {
                    return; // from within onNext, or onSubscribe
                }
                going = true;
            }
            go();
        }

        void go() {
            for (int item = take(); item >= 0; item = take()) {
                emitted.incrementAndGet();
                subscriber.onNext(items.apply(item));
            }
        }

        private int take() {
            synchronized (this) {
                if (!over && next < count && demand > 0) {
                    demand--;
                    return next++;
                }
                going = false;
                if (over || next < count) {
                    return -1;
                }
                over = true;
            }
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
            return -1;
        }

        @Override
        public void cancel() {
            synchronized (this) {
                over = true;
            }
            cancelled.incrementAndGet();
        }
    }
}
