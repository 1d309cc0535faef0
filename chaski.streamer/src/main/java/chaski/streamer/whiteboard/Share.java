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
 * What one listener has been given: a subscription for each pattern and streamer. Confined to the lock of the whiteboard.
 *
 * @param <T> the listener's type
 */
final class Share<T> {

    private static final System.Logger LOG = System.getLogger(Share.class.getName());

    /** A bundle that stops is not kept waiting for longer by messages that its listener has still to see. */
    private static final long DRAIN_NS = 1_000_000_000L;

    private final TopicListener<T> listener;
    private final Class<T> type;
    private final Map<Key, Subscription<T>> open = new LinkedHashMap<>();

    /** Of streamers that went: their node may still be draining them. */
    private final List<Subscription<T>> left = new ArrayList<>();

    private Optional<Wish> wish = Optional.empty();

    Share(TopicListener<T> listener) {
        this.listener = listener;
        this.type = listener.type();
    }

    private record Key(Streamer streamer, String pattern) {

        // By hand: the JDK keeps the class of the record that was compared for the first time last (JDK-8078641),
        // and so the class loader of a bundle that has been replaced.

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
     * Takes another wish.
     *
     * @param next the wish; none means that it could not be understood
     * @return what the change ends whatever is wished for, because its queue is another
     */
    List<Subscription<T>> wish(Optional<Wish> next) {
        boolean sameQueue = wish.map(Wish::overflow).equals(next.map(Wish::overflow));
        List<Subscription<T>> ended = sameQueue ? List.of() : new ArrayList<>(open.values());
        if (!sameQueue) {
            open.clear();
        }
        wish = next;
        return ended;
    }

    /**
     * Subscribes what is wished for and not there yet.
     *
     * @param places the streamers there are
     * @return what is not wished for any more, to be ended
     */
    List<Subscription<T>> adjust(Collection<Place> places) {
        left.removeIf(Subscription::isClosed);
        Map<Key, Place> wanted = wanted(places);
        List<Subscription<T>> unwanted = new ArrayList<>();
        for (Key key : List.copyOf(open.keySet())) {
            if (!wanted.containsKey(key)) {
                boolean there = places.stream().anyMatch(place -> place.streamer() == key.streamer());
                (there ? unwanted : left).add(open.remove(key));
            }
        }
        wanted.forEach((key, place) -> {
            if (!open.containsKey(key)) {
                subscribe(key, place);
            }
        });
        return unwanted;
    }

    private Map<Key, Place> wanted(Collection<Place> places) {
        Map<Key, Place> wanted = new LinkedHashMap<>();
        wish.ifPresent(w -> places.stream()
                .filter(place -> w.includes(place.node(), place.id()))
                .forEach(place -> w.patterns().forEach(p -> wanted.put(new Key(place.streamer(), p), place))));
        return wanted;
    }

    private void subscribe(Key key, Place place) {
        SubscriptionOptions options = SubscriptionOptions.DEFAULT
                .overflow(wish.orElseThrow().overflow())
                .onError(listener::onError);
        try {
            open.put(key, place.streamer().subscribe(key.pattern(), type, options, listener::onMessage));
        } catch (ClosedException e) {
            LOG.log(System.Logger.Level.DEBUG, "node {0} is closing: {1}", place.node(), e.getMessage());
        } catch (ChaskiException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} does not receive {1} from node {2}: {3}",
                    listener,
                    key.pattern(),
                    place.node(),
                    e.getMessage());
        }
    }

    /** {@return everything, to be ended} */
    List<Subscription<T>> all() {
        List<Subscription<T>> all = new ArrayList<>(open.values());
        all.addAll(left);
        open.clear();
        left.clear();
        return all;
    }

    /** Ends subscriptions: what was sent before is handed over, for as long as that may take. Not under the lock. */
    static void end(List<? extends Subscription<?>> subscriptions) {
        subscriptions.forEach(Subscription::drain);
        long endNs = System.nanoTime() + DRAIN_NS;
        for (Subscription<?> subscription : subscriptions) {
            subscription.awaitClosed(Duration.ofNanos(Math.max(0, endNs - System.nanoTime())));
            subscription.close();
        }
    }
}
