package chaski.streamer.whiteboard;

import chaski.api.ConfigurationException;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.Subscription;
import chaski.api.streamer.TopicListener;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings every {@link TopicListener} service and every {@link Streamer} service together, whichever comes first. The streamer ends its
 * subscriptions itself when it goes; they are ended here when the listener goes, or does not wish for them any more.
 *
 * <p>Thread-safe. Listeners are called by the subscriptions' own threads; of their code only {@link TopicListener#type} runs here, and
 * under no lock.
 */
public final class Whiteboard {

    private static final System.Logger LOG = System.getLogger(Whiteboard.class.getName());

    private final IdentityHashMap<Streamer, Place> places = new IdentityHashMap<>();
    private final IdentityHashMap<TopicListener<?>, Share<?>> shares = new IdentityHashMap<>();

    /** Nobody there yet. */
    public Whiteboard() {}

    /**
     * A streamer has come.
     *
     * @param streamer the streamer
     * @param properties of its service
     */
    public void add(Streamer streamer, Map<String, Object> properties) {
        Place place = new Place(
                streamer,
                String.valueOf(properties.get("chaski.node")),
                String.valueOf(properties.get("chaski.node.id")));
        synchronized (this) {
            places.put(streamer, place);
            adjust();
        }
    }

    /**
     * A streamer goes. Its subscriptions end with it: it drains them, if its node is given the time.
     *
     * @param streamer the streamer
     */
    public synchronized void remove(Streamer streamer) {
        places.remove(streamer);
        adjust();
    }

    /** Gives each listener what it wishes for; that more streamers are there, or less, makes nothing unwanted. */
    private void adjust() {
        shares.values().forEach(share -> share.adjust(places.values()));
    }

    /**
     * A listener has come.
     *
     * @param listener the listener
     * @param properties of its service
     */
    public void add(TopicListener<?> listener, Map<String, Object> properties) {
        Share<?> share = new Share<>(listener);
        Optional<Wish> wish = wish(listener, properties);
        synchronized (this) {
            shares.put(listener, share);
            share.wish(wish);
            share.adjust(places.values());
        }
    }

    /**
     * The properties of a listener have changed. Returns when what they no longer name has ended.
     *
     * @param listener the listener
     * @param properties of its service
     */
    public void update(TopicListener<?> listener, Map<String, Object> properties) {
        Optional<Wish> wish = wish(listener, properties);
        List<Subscription<?>> unwanted = new ArrayList<>();
        synchronized (this) {
            Share<?> share = shares.get(listener);
            if (share != null) {
                unwanted.addAll(share.wish(wish));
                unwanted.addAll(share.adjust(places.values()));
            }
        }
        Share.end(unwanted);
    }

    /**
     * A listener goes. Returns when it is not called any more, or a second later.
     *
     * @param listener the listener
     */
    public void remove(TopicListener<?> listener) {
        List<Subscription<?>> all = new ArrayList<>();
        synchronized (this) {
            Share<?> share = shares.remove(listener);
            if (share != null) {
                all.addAll(share.all());
            }
        }
        Share.end(all);
    }

    private static Optional<Wish> wish(TopicListener<?> listener, Map<String, Object> properties) {
        try {
            Wish wish = Wish.read(properties);
            List<String> unknown = Wish.unknown(properties);
            if (!unknown.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the listener {0} has properties that mean nothing here: {1}",
                        listener.getClass().getName(),
                        unknown);
            }
            return Optional.of(wish);
        } catch (ConfigurationException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the listener {0} receives nothing: {1}",
                    listener.getClass().getName(),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
