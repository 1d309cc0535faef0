package chaski.remote.stream;

import chaski.api.protocol.Environment;
import chaski.remote.value.Draft;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One who follows an attribute. It holds no values: it looks when there is demand and something may have changed, and tells what it finds if that
 * is not what it told last. Thread-safe.
 */
final class Observation implements Flow.Subscription {

    private final Observations.Observed observed;
    private final Runnable whenOver;
    private final Pump pump;
    private volatile Flow.@Nullable Subscriber<? super Draft> subscriber;

    /** Used by the pump alone. */
    private @Nullable Draft last;

    private long demand;
    private boolean changed = true;

    Observation(
            Environment environment,
            Observations.Observed observed,
            Runnable whenOver,
            Flow.Subscriber<? super Draft> subscriber) {
        this.observed = observed;
        this.whenOver = whenOver;
        this.subscriber = subscriber;
        this.pump = new Pump(environment, this::tell);
    }

    Observations.Observed observed() {
        return observed;
    }

    /** It may have changed. */
    void look() {
        boolean wanted;
        synchronized (this) {
            changed = true;
            wanted = demand > 0;
        }
        if (wanted) {
            pump.wake();
        }
    }

    /** Only streams subscribe, which ask for a positive number. */
    @Override
    public void request(long n) {
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        pump.wake();
    }

    @Override
    public void cancel() {
        subscriber = null;
        whenOver.run();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a getter throws is told to who follows
    private void tell() {
        Flow.Subscriber<? super Draft> told = subscriber;
        if (told == null || !isToLook()) {
            return;
        }
        Draft now;
        try {
            now = observed.draft();
        } catch (Throwable e) {
            cancel();
            told.onError(e);
            return;
        }
        Draft before = last;
        if (before == null || !now.isLike(before)) {
            last = now;
            synchronized (this) {
                demand--;
            }
            told.onNext(now);
        }
    }

    private synchronized boolean isToLook() {
        boolean look = changed && demand > 0;
        changed = changed && !look;
        return look;
    }
}
