package chaski.node.osgi;

import chaski.api.ClosedException;
import chaski.api.codec.Codec;
import chaski.api.node.NodeServiceProvider;
import chaski.api.transport.Transport;
import chaski.node.DefaultNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transports, codecs and providers that a framework has bound for a node, and the node, if it exists, which is
 * notified of each change.
 *
 * <p>Of equivalent services (transports of one scheme, codecs of one name, providers of one service) the node uses the
 * first one; when it is removed the next one replaces it, as happens when a bundle is installed beside its older
 * version, which is then uninstalled.
 *
 * <p>A removed codec is used for two more seconds, unless another one replaces it: messages in flight while its bundle
 * is updated are still encoded and decoded. Then no reference to it remains.
 *
 * <p>Thread-safe. Removing a service may take the node up to two seconds; in that time only equivalent services wait.
 */
final class BoundServices {

    /** Enough to update or refresh a bundle, and short enough for the replaced one to be collected soon. */
    private static final long CODEC_STAYS_NS = 2_000_000_000L;

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final IdentityHashMap<Codec, LentCodec> lent = new IdentityHashMap<>();
    private volatile @Nullable DefaultNode node;

    /** Equivalent services of one kind. Guarded by itself. */
    private static final class Place {

        private final List<Object> parts = new ArrayList<>();

        /** The node that uses the first of them; also reset without the lock. */
        private volatile @Nullable DefaultNode user;
    }

    /** Adds the bound services to a node. */
    void attach(DefaultNode started) {
        node = started;
        places().forEach(this::giveFirst);
    }

    /** Stops notifying a node; it keeps its services until it has ended. */
    void detach(DefaultNode ending) {
        synchronized (lent) {
            if (node == ending) {
                node = null;
                lent.clear();
            }
        }
        for (Place place : places()) {
            if (place.user == ending) {
                place.user = null;
            }
        }
    }

    void add(Object part) {
        Place place = place(part);
        synchronized (place) {
            place.parts.add(part);
            giveFirst(place);
        }
    }

    void remove(Object part) {
        Place place = place(part);
        synchronized (place) {
            boolean used = !place.parts.isEmpty() && place.parts.get(0) == part;
            place.parts.remove(part);
            DefaultNode running = node;
            if (running != null && used && place.user == running) {
                take(running, part);
                place.user = null;
                giveFirst(place);
            }
        }
    }

    private void giveFirst(Place place) {
        synchronized (place) {
            DefaultNode running = node;
            if (running != null && place.user != running && !place.parts.isEmpty()) {
                place.user = running;
                try {
                    give(running, place.parts.get(0));
                } catch (ClosedException e) {
                    place.user = null; // it is about to close, and is detached next
                }
            }
        }
    }

    /** {@return the providers in use} */
    List<NodeServiceProvider> providers() {
        List<NodeServiceProvider> providers = new ArrayList<>();
        for (Place place : places()) {
            synchronized (place) {
                if (!place.parts.isEmpty() && place.parts.get(0) instanceof NodeServiceProvider provider) {
                    providers.add(provider);
                }
            }
        }
        return providers;
    }

    private List<Place> places() {
        synchronized (places) {
            return List.copyOf(places.values());
        }
    }

    private Place place(Object part) {
        synchronized (places) {
            return places.computeIfAbsent(kind(part), k -> new Place());
        }
    }

    /** The key of a service: equivalent services have the same. */
    private static String kind(Object part) {
        if (part instanceof Transport transport) {
            return "transport " + transport.scheme();
        } else if (part instanceof Codec codec) {
            return "codec " + codec.name();
        } else if (part instanceof NodeServiceProvider provider) {
            return "service " + provider.type().getName();
        }
        throw new IllegalArgumentException("expected a transport, codec or provider, got " + part.getClass());
    }

    private void give(DefaultNode node, Object part) {
        if (part instanceof Transport transport) {
            node.addTransport(transport);
        } else if (part instanceof Codec codec) {
            synchronized (lent) {
                node.services().use(lent.computeIfAbsent(codec, LentCodec::new));
            }
        } else if (part instanceof NodeServiceProvider provider) {
            node.services().add(provider);
        }
    }

    private void take(DefaultNode node, Object part) {
        if (part instanceof Transport transport) {
            node.removeTransport(transport);
        } else if (part instanceof Codec codec) {
            LentCodec gone;
            synchronized (lent) {
                gone = lent.remove(codec);
            }
            if (gone != null) {
                node.environment().schedule(CODEC_STAYS_NS, () -> {
                    node.services().remove(gone);
                    gone.takeBack();
                });
            }
        } else if (part instanceof NodeServiceProvider provider) {
            node.services().remove(provider);
        }
    }
}
