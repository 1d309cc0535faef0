package chaski.streamer;

import chaski.api.Topic;
import java.util.ArrayList;
import java.util.List;

/**
 * The subscriptions of this node. Whoever delivers keeps what it found together with the {@link #version}, and looks again when that
 * has changed, so the cost of a message does not grow with the number of subscriptions. Thread-safe.
 */
final class SubscriptionTable {

    private volatile List<DefaultSubscription<?>> all = List.of();
    private volatile long version;

    long version() {
        return version;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // guarded by this
    synchronized void add(DefaultSubscription<?> subscription) {
        List<DefaultSubscription<?>> next = new ArrayList<>(all);
        next.add(subscription);
        all = List.copyOf(next);
        version = version + 1;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // guarded by this
    synchronized void remove(DefaultSubscription<?> subscription) {
        List<DefaultSubscription<?>> next = new ArrayList<>(all);
        if (next.remove(subscription)) {
            all = List.copyOf(next);
        }
        version = version + 1;
    }

    /** Something about a subscription has changed that decides what it receives. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // guarded by this
    synchronized void changed() {
        version = version + 1;
    }

    List<DefaultSubscription<?>> all() {
        return all;
    }

    List<DefaultSubscription<?>> matching(Topic topic) {
        return all.stream().filter(s -> s.pattern().matches(topic)).toList();
    }
}
