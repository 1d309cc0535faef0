package chaski.node;

import chaski.api.codec.Codec;
import chaski.api.node.NodeServiceProvider;
import chaski.api.transport.Transport;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts that a framework has for a node now, and the node, if there is one, which is told of each change.
 *
 * <p>Of parts that stand for the same (transports of one scheme, codecs of one name, providers of one service) the node uses the one
 * that came first; the next takes its place when it goes, as happens when a bundle is installed beside its older version and that
 * one is uninstalled then.
 *
 * <p>A codec that goes is used for two seconds more, unless another takes its place: messages that are under way while its bundle is
 * updated are written and read all the same. Then nothing holds it any more. Thread-safe.
 */
final class LivingParts {

    /** Enough to update or refresh a bundle, and soon enough for what is replaced to be collected. */
    private static final long CODEC_STAYS_NS = 2_000_000_000L;

    private final Map<String, List<Object>> alternatives = new LinkedHashMap<>();
    private final IdentityHashMap<Codec, LentCodec> lent = new IdentityHashMap<>();
    private @Nullable DefaultNode node;

    /** Gives what is there to a node. */
    synchronized void attach(DefaultNode started) {
        node = started;
        alternatives.values().forEach(parts -> give(started, parts.get(0)));
    }

    /** A node is told nothing any more; what it has it keeps until it has ended. */
    synchronized void detach(DefaultNode ending) {
        if (node == ending) {
            node = null;
            lent.clear();
        }
    }

    synchronized void add(Object part) {
        List<Object> parts = alternatives.computeIfAbsent(place(part), p -> new ArrayList<>());
        parts.add(part);
        DefaultNode running = node;
        if (running != null && parts.size() == 1) {
            give(running, part);
        }
    }

    synchronized void remove(Object part) {
        List<Object> parts = alternatives.getOrDefault(place(part), new ArrayList<>());
        boolean used = !parts.isEmpty() && parts.get(0) == part;
        parts.remove(part);
        if (parts.isEmpty()) {
            alternatives.remove(place(part));
        }
        DefaultNode running = node;
        if (running != null && used) {
            take(running, part);
            if (!parts.isEmpty()) {
                give(running, parts.get(0));
            }
        }
    }

    /** {@return the providers in use} */
    synchronized List<NodeServiceProvider> providers() {
        return alternatives.values().stream()
                .map(parts -> parts.get(0))
                .filter(NodeServiceProvider.class::isInstance)
                .map(NodeServiceProvider.class::cast)
                .toList();
    }

    /** What a part stands for. */
    private static String place(Object part) {
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
            node.services().use(lent.computeIfAbsent(codec, LentCodec::new));
        } else if (part instanceof NodeServiceProvider provider) {
            node.services().add(provider);
        }
    }

    private void take(DefaultNode node, Object part) {
        if (part instanceof Transport transport) {
            node.removeTransport(transport);
        } else if (part instanceof Codec codec) {
            LentCodec gone = Objects.requireNonNull(lent.remove(codec));
            node.environment().schedule(CODEC_STAYS_NS, () -> {
                node.services().remove(gone);
                gone.takeBack();
            });
        } else if (part instanceof NodeServiceProvider provider) {
            node.services().remove(provider);
        }
    }
}
