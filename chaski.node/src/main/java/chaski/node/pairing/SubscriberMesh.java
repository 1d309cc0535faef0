package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.api.TopicPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Chooses, for each own pattern, a few of the other subscribers to be linked with. Nodes with a session are chosen first; the
 * rest in an order that is random over all pairs of nodes but the same on both sides of a pair. Two nodes therefore tend to
 * choose each other, and the network of subscribers does not become partitioned, as it would if all chose the lowest ids. A
 * chosen node stays chosen until it no longer subscribes.
 *
 * <p>The limit applies to the nodes that this one chooses. A peer that has chosen this node is not refused: it would only
 * retry.
 */
final class SubscriberMesh {

    private final NodeId self;
    private final int maxPeersPerTopic;
    private final Map<TopicPattern, Set<NodeId>> chosen = new LinkedHashMap<>();

    SubscriberMesh(NodeId self, int maxPeersPerTopic) {
        this.self = self;
        this.maxPeersPerTopic = maxPeersPerTopic;
    }

    /**
     * Chooses again for one pattern.
     *
     * @param pattern an own pattern
     * @param candidates the other subscribers of topics that it matches; none if this node does not subscribe it any
     *     more
     * @param linked whether there is a session with a node
     * @param hopeless whether a node could not be reached for a while: it does not count towards the limit
     * @return the nodes that were chosen, or are not any more
     */
    Set<NodeId> choose(
            TopicPattern pattern, Set<NodeId> candidates, Predicate<NodeId> linked, Predicate<NodeId> hopeless) {
        Set<NodeId> mine = chosen.computeIfAbsent(pattern, p -> new LinkedHashSet<>());
        Set<NodeId> changed = new LinkedHashSet<>(mine);
        changed.removeAll(candidates);
        mine.retainAll(candidates);
        long hopeful = mine.stream().filter(hopeless.negate()).count();
        if (hopeful < maxPeersPerTopic) {
            List<NodeId> others = new ArrayList<>(candidates);
            others.removeAll(mine);
            others.removeIf(hopeless);
            others.sort(Comparator.<NodeId>comparingInt(id -> linked.test(id) ? 0 : 1)
                    .thenComparingLong(this::rank)
                    .thenComparing(Comparator.naturalOrder()));
            for (NodeId next : others.subList(0, (int) Math.min(maxPeersPerTopic - hopeful, others.size()))) {
                mine.add(next);
                changed.add(next);
            }
        }
        if (mine.isEmpty()) {
            chosen.remove(pattern);
        }
        return changed;
    }

    /** True if a node is chosen for a pattern. */
    boolean isChosen(NodeId node, TopicPattern pattern) {
        return chosen.getOrDefault(pattern, Set.of()).contains(node);
    }

    private long rank(NodeId other) {
        long sum = mix(self) + mix(other);
        return mix(sum);
    }

    private static long mix(NodeId id) {
        return mix(id.value().getMostSignificantBits() ^ mix(id.value().getLeastSignificantBits()));
    }

    /** The finalizer of MurmurHash3, a bijection in which every bit of the input moves every bit of the output. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 33) * 0xff51afd7ed558ccdL;
        z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
        return z ^ z >>> 33;
    }
}
