package chaski.cli;

import java.util.concurrent.Flow;

/** The service that tests export. */
public final class NumberService {

    /** Emits the numbers from 1 on, and fails after the last one if it is negative. */
    public Flow.Publisher<Integer> upTo(int last) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int next = 1;

            @Override
            public void request(long n) {
                if (next <= Math.abs(last)) {
                    subscriber.onNext(next++);
                } else if (last < 0) {
                    subscriber.onError(new IllegalStateException("no more numbers"));
                } else {
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });
    }

    /** Passed by reference. */
    public Runnable object() {
        return () -> {};
    }
}
