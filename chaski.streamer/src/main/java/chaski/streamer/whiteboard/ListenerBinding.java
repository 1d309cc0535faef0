package chaski.streamer.whiteboard;

import chaski.api.ChaskiException;
import chaski.api.ClosedException;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.SubscriptionOptions;
import chaski.api.streamer.TopicListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one listener: one for each pattern and streamer. Guarded by the lock of the whiteboard.
 *
 * @param <T> the listener's type
 */
final class ListenerBinding<T> {

    private static final System.Logger LOG = System.getLogger(ListenerBinding.class.getName());

    /** Undelivered messages delay a stopping bundle no longer than this. */
    private static final long DRAIN_NS = 1_000_000_000L;

    private final TopicListener<T> listener;
    private final Class<T> type;
    private final Map<Key, Subscription<T>> open = new LinkedHashMap<>();

    /** Subscriptions of removed streamers, whose node may still be draining them. */
    private final List<Subscription<T>> departed = new ArrayList<>();

    private Optional<ListenerSpec> spec = Optional.empty();

    ListenerBinding(TopicListener<T> listener) {
        this.listener = listener;
        this.type = listener.type();
    }

    private record Key(Streamer streamer, String pattern) {

        // Written explicitly: the JDK keeps the class of the record whose first comparison was the latest
        // (JDK-8078641), and so the class loader of a bundle that has been replaced.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && streamer.equals(that.streamer) && pattern.equals(that.pattern);
        }

        @Override
        public int hashCode() {
            return 31 * streamer.hashCode() + pattern.hashCode();
        }
    }

    /**
     * Replaces the specification.
     *
     * @param next the new specification; empty if the properties are invalid
     * @return subscriptions that must end in any case, because their queue options changed
     */
    List<Subscription<T>> respecify(Optional<ListenerSpec> next) {
        boolean sameQueue = spec.map(ListenerSpec::overflow).equals(next.map(ListenerSpec::overflow));
        List<Subscription<T>> ended = sameQueue ? List.of() : new ArrayList<>(open.values());
        if (!sameQueue) {
            open.clear();
        }
        spec = next;
        return ended;
    }

    /**
     * Opens the subscriptions that are specified and missing.
     *
     * @param streamers the available streamers
     * @return the subscriptions that are no longer specified, to be ended
     */
    List<Subscription<T>> adjust(Collection<StreamerRef> streamers) {
        departed.removeIf(Subscription::isClosed);
        Map<Key, StreamerRef> wanted = wanted(streamers);
        List<Subscription<T>> unwanted = new ArrayList<>();
        for (Key key : List.copyOf(open.keySet())) {
            if (!wanted.containsKey(key)) {
                boolean there = streamers.stream().anyMatch(ref -> ref.streamer() == key.streamer());
                (there ? unwanted : departed).add(open.remove(key));
            }
        }
        wanted.forEach((key, ref) -> {
            if (!open.containsKey(key)) {
                subscribe(key, ref);
            }
        });
        return unwanted;
    }

    private Map<Key, StreamerRef> wanted(Collection<StreamerRef> streamers) {
        Map<Key, StreamerRef> wanted = new LinkedHashMap<>();
        spec.ifPresent(w -> streamers.stream()
                .filter(ref -> w.includes(ref.node(), ref.id()))
                .forEach(ref -> w.patterns().forEach(p -> wanted.put(new Key(ref.streamer(), p), ref))));
        return wanted;
    }

    private void subscribe(Key key, StreamerRef ref) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT
                .overflow(spec.orElseThrow().overflow())
                .onError(listener::onError);
        try {
            open.put(key, ref.streamer().subscribe(key.pattern(), type, options, listener::onMessage));
        } catch (ClosedException e) {
            LOG.log(System.Logger.Level.DEBUG, "node {0} is closing: {1}", ref.node(), e.getMessage());
        } catch (ChaskiException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} does not receive {1} from node {2}: {3}",
                    listener,
                    key.pattern(),
                    ref.node(),
                    e.getMessage());
        }
    }

    /** {@return everything, to be ended} */
    List<Subscription<T>> all() {
        List<Subscription<T>> all = new ArrayList<>(open.values());
        all.addAll(departed);
        open.clear();
        departed.clear();
        return all;
    }

    /**
     * Ends subscriptions after delivering what was sent before, for a limited time. Must not be called under the lock.
     */
    static void end(List<? extends Subscription<?>> subscriptions) {
        subscriptions.forEach(Subscription::drain);
        long endNs = System.nanoTime() + DRAIN_NS;
        for (Subscription<?> subscription : subscriptions) {
            subscription.awaitClosed(Duration.ofNanos(Math.max(0, endNs - System.nanoTime())));
            subscription.close();
        }
    }
}
