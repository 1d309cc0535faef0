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
 * The parts that a framework has for a node now, and the node, if there is one, which is told of each change.
 *
 * <p>Of parts that stand for the same (transports of one scheme, codecs of one name, providers of one service) the node uses the one
 * that came first; the next takes its place when it goes, as happens when a bundle is installed beside its older version and that
 * one is uninstalled then.
 *
 * <p>A codec that goes is used for two seconds more, unless another takes its place: messages that are under way while its bundle is
 * updated are written and read all the same. Then nothing holds it any more.
 *
 * <p>Thread-safe. A part that goes may take the node up to two seconds; other parts come and go meanwhile, only those that stand for the same wait.
 */
final class BoundServices {

    /** Enough to update or refresh a bundle, and soon enough for what is replaced to be collected. */
    private static final long CODEC_STAYS_NS = 2_000_000_000L;

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final IdentityHashMap<Codec, LentCodec> lent = new IdentityHashMap<>();
    private volatile @Nullable DefaultNode node;

    /** The parts of one kind that stand for the same. Guarded by itself. */
    private static final class Place {

        private final List<Object> parts = new ArrayList<>();

        /** Which node uses the first of them; also reset without the lock. */
        private volatile @Nullable DefaultNode user;
    }

    /** Gives what is there to a node. */
    void attach(DefaultNode started) {
        node = started;
        places().forEach(this::giveFirst);
    }

    /** A node is told nothing any more; what it has it keeps until it has ended. */
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
                    place.user = null; // it has just begun to end, and is detached next
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

    /** What a part stands for. */
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
