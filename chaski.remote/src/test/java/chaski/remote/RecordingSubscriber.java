package chaski.remote;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Records the signals of a subscriber, and requests items when a test requires it. */
class RecordingSubscriber<T> implements Flow.Subscriber<T> {

    final List<T> items = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();
    final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final long first;

    RecordingSubscriber() {
        this(0);
    }

    /** Requests that many items. */
    RecordingSubscriber(long first) {
        this.first = first;
    }

    static <T> RecordingSubscriber<T> of(Flow.Publisher<T> publisher, long first) {
        RecordingSubscriber<T> recorder = new RecordingSubscriber<>(first);
        publisher.subscribe(recorder);
        return recorder;
    }

    Flow.Subscription subscription() {
        return subscription.join();
    }

    void request(long n) {
        subscription().request(n);
    }

    List<T> awaitItems(int count) {
        await().atMost(Nodes.LONG).until(() -> items.size() >= count);
        return items;
    }

    /** Its failure; null if it has completed. */
    @Nullable
    Throwable awaitEnd() {
        await().atMost(Nodes.LONG).until(end::isDone);
        return end.join();
    }

    private void signal(Runnable what) {
        if (inside.incrementAndGet() != 1) {
            ends.add("signals at the same time");
        }
        what.run();
        inside.decrementAndGet();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        signal(() -> {
            subscription.complete(given);
            if (first > 0) {
                given.request(first);
            }
        });
    }

    @Override
    public void onNext(T item) {
        signal(() -> {
            if (!subscription.isDone() || !ends.isEmpty()) {
                ends.add("an item before the subscription or after the end");
            }
            items.add(item);
        });
    }

    @Override
    public void onError(Throwable error) {
        signal(() -> {
            ends.add("error");
            end.complete(error);
        });
    }

    @Override
    public void onComplete() {
        signal(() -> {
            ends.add("complete");
            end.complete(null);
        });
    }
}
