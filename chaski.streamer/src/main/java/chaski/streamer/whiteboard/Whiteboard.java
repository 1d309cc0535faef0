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
 * Subscribes every {@link TopicListener} service on every {@link Streamer} service it specifies, in whatever order they
 * are registered. A streamer that is removed ends its subscriptions itself; they are ended here when the listener is
 * removed or no longer specifies them.
 *
 * <p>Thread-safe. Listeners are called by the subscriptions' own threads; of their code only {@link TopicListener#type}
 * runs here, and under no lock.
 */
public final class Whiteboard {

    private static final System.Logger LOG = System.getLogger(Whiteboard.class.getName());

    private final IdentityHashMap<Streamer, StreamerRef> streamers = new IdentityHashMap<>();
    private final IdentityHashMap<TopicListener<?>, ListenerBinding<?>> bindings = new IdentityHashMap<>();

    /** Creates a whiteboard without services. */
    public Whiteboard() {}

    /**
     * A streamer was registered.
     *
     * @param streamer the streamer
     * @param properties of its service
     */
    public void add(Streamer streamer, Map<String, Object> properties) {
        StreamerRef ref = new StreamerRef(
                streamer,
                String.valueOf(properties.get("chaski.node")),
                String.valueOf(properties.get("chaski.node.id")));
        synchronized (this) {
            streamers.put(streamer, ref);
            adjust();
        }
    }

    /**
     * A streamer was unregistered. It ends its subscriptions itself, and drains them if its node closes gracefully.
     *
     * @param streamer the streamer
     */
    public synchronized void remove(Streamer streamer) {
        streamers.remove(streamer);
        adjust();
    }

    /** Opens the missing subscriptions of every listener. A change of the streamers makes none of them superfluous. */
    private void adjust() {
        bindings.values().forEach(binding -> binding.adjust(streamers.values()));
    }

    /**
     * A listener was registered.
     *
     * @param listener the listener
     * @param properties of its service
     */
    public void add(TopicListener<?> listener, Map<String, Object> properties) {
        ListenerBinding<?> binding = new ListenerBinding<>(listener);
        Optional<ListenerSpec> spec = readSpec(listener, properties);
        synchronized (this) {
            bindings.put(listener, binding);
            binding.respecify(spec);
            binding.adjust(streamers.values());
        }
    }

    /**
     * The properties of a listener have changed. Returns when the subscriptions that they no longer specify have ended.
     *
     * @param listener the listener
     * @param properties of its service
     */
    public void update(TopicListener<?> listener, Map<String, Object> properties) {
        Optional<ListenerSpec> spec = readSpec(listener, properties);
        List<Subscription<?>> unwanted = new ArrayList<>();
        synchronized (this) {
            ListenerBinding<?> binding = bindings.get(listener);
            if (binding != null) {
                unwanted.addAll(binding.respecify(spec));
                unwanted.addAll(binding.adjust(streamers.values()));
            }
        }
        ListenerBinding.end(unwanted);
    }

    /**
     * A listener was unregistered. Returns when it is not called any more, but after a second at the latest.
     *
     * @param listener the listener
     */
    public void remove(TopicListener<?> listener) {
        List<Subscription<?>> all = new ArrayList<>();
        synchronized (this) {
            ListenerBinding<?> binding = bindings.remove(listener);
            if (binding != null) {
                all.addAll(binding.all());
            }
        }
        ListenerBinding.end(all);
    }

    private static Optional<ListenerSpec> readSpec(TopicListener<?> listener, Map<String, Object> properties) {
        try {
            ListenerSpec spec = ListenerSpec.read(properties);
            List<String> unknown = ListenerSpec.unknown(properties);
            if (!unknown.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the listener {0} has unknown properties: {1}",
                        listener.getClass().getName(),
                        unknown);
            }
            return Optional.of(spec);
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
