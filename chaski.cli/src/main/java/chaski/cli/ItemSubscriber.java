package chaski.cli;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives the items of a publisher one after another, on the waiting thread. */
final class ItemSubscriber implements Flow.Subscriber<Object> {

    /** A signal: a subscription, an item, or the end, with or without a failure. */
    private sealed interface Signal {
        record Begun(Flow.Subscription subscription) implements Signal {}

        record Item(Object item) implements Signal {}

        record Ended(@Nullable Throwable failure) implements Signal {}
    }

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    private ItemSubscriber() {}

    /**
     * Takes all items, each after the previous one was processed.
     *
     * @param publisher the publisher
     * @param action called with each, on this thread
     * @throws CommandFailure if the publisher fails
     */
    static void each(Flow.Publisher<?> publisher, Consumer<Object> action) {
        ItemSubscriber items = new ItemSubscriber();
        publisher.subscribe(items);
        try {
            items.take(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted before the last item came");
        }
    }

    private void take(Consumer<Object> action) throws InterruptedException {
        Flow.Subscription subscription = null;
        while (true) {
            Signal signal = signals.take();
            if (signal instanceof Signal.Ended ended) {
                if (ended.failure() != null) {
                    throw new CommandFailure("the stream ended: " + SingleLine.of(ended.failure()));
                }
                return;
            }
            if (signal instanceof Signal.Begun begun) {
                subscription = begun.subscription();
            } else if (signal instanceof Signal.Item next) {
                action.accept(next.item());
            }
            if (subscription != null) {
                subscription.request(1);
            }
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        signals.add(new Signal.Begun(subscription));
    }

    @Override
    public void onNext(Object item) {
        signals.add(new Signal.Item(item));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal.Ended(failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.Ended(null));
    }
}
