package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.node.membership.NodeEntry;
import chaski.node.topic.TopicIndex;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes that share topics with this one, by four indexes: what this node publishes and subscribes, and what all
 * others do. The cost of a changed entry grows with the topics that changed, that of a change of this node's own topics with
 * the nodes affected; neither depends on the number of nodes.
 */
final class SharedTopics {

    private Set<TopicPattern> published = Set.of();
    private Set<TopicPattern> subscribed = Set.of();
    private final TopicIndex<TopicPattern> ownPublished = new TopicIndex<>();
    private final TopicIndex<TopicPattern> ownSubscribed = new TopicIndex<>();
    private final TopicIndex<NodeId> othersPublished = new TopicIndex<>();
    private final TopicIndex<NodeId> othersSubscribed = new TopicIndex<>();

    /** Replaces this node's topics; returns the nodes and patterns that may be affected. */
    Change own(Collection<Topic> nowPublished, Collection<TopicPattern> nowSubscribed) {
        Set<NodeId> concerned = new TreeSet<>();
        List<TopicPattern> plain = nowPublished.stream()
                .map(topic -> TopicPattern.of(topic.name()))
                .toList();
        for (TopicPattern changed : exchange(published, plain, ownPublished, pattern -> pattern)) {
            concerned.addAll(othersSubscribed.overlapping(changed));
        }
        Set<TopicPattern> patterns = exchange(subscribed, nowSubscribed, ownSubscribed, pattern -> pattern);
        for (TopicPattern changed : patterns) {
            concerned.addAll(othersPublished.overlapping(changed));
        }
        published = new LinkedHashSet<>(plain);
        subscribed = new LinkedHashSet<>(nowSubscribed);
        return new Change(concerned, patterns);
    }

    /**
     * The effect of a change of this node's topics.
     *
     * @param nodes nodes that may share a topic with it now, or no longer
     * @param patterns what it subscribes now, or no longer
     */
    record Change(Set<NodeId> nodes, Set<TopicPattern> patterns) {}

    /**
     * Replaces the topics of another node.
     *
     * @param id the node
     * @param before its entry until now, if it had one
     * @param now its entry, if it has one
     * @return this node's patterns whose other subscribers may be other nodes than before
     */
    Set<TopicPattern> replace(NodeId id, @Nullable NodeEntry before, @Nullable NodeEntry now) {
        exchange(publishedBy(before), publishedBy(now), othersPublished, pattern -> id);
        Set<TopicPattern> both = new TreeSet<>();
        exchange(subscribedBy(before), subscribedBy(now), othersSubscribed, pattern -> id)
                .forEach(changed -> both.addAll(ownSubscribed.overlapping(changed)));
        return both;
    }

    /** A topic or pattern by which one of the two publishes what the other subscribes. */
    Optional<String> between(NodeEntry other) {
        for (TopicPattern theirs : other.published()) {
            Optional<TopicPattern> mine =
                    ownSubscribed.overlapping(theirs).stream().findFirst();
            if (mine.isPresent()) {
                return Optional.of((theirs.isTopic() ? theirs : mine.get()).text());
            }
        }
        return other.subscribed().stream()
                .flatMap(theirs -> ownPublished.overlapping(theirs).stream())
                .findFirst()
                .map(TopicPattern::text);
    }

    /** This node's own patterns by which it subscribes something that the other subscribes, too. */
    Set<TopicPattern> subscribedByBoth(NodeEntry other) {
        Set<TopicPattern> both = new TreeSet<>();
        other.subscribed().forEach(theirs -> both.addAll(ownSubscribed.overlapping(theirs)));
        return both;
    }

    /** The other nodes whose subscriptions overlap one of this node's own patterns. */
    Set<NodeId> subscribers(TopicPattern own) {
        return new TreeSet<>(othersSubscribed.overlapping(own));
    }

    boolean subscribes(TopicPattern own) {
        return subscribed.contains(own);
    }

    private static Collection<TopicPattern> publishedBy(@Nullable NodeEntry entry) {
        return entry == null ? List.of() : entry.published();
    }

    private static Collection<TopicPattern> subscribedBy(@Nullable NodeEntry entry) {
        return entry == null ? List.of() : entry.subscribed();
    }

    /** Replaces the old patterns in an index by the new ones; returns those that were added or removed. */
    private static <T> Set<TopicPattern> exchange(
            Collection<TopicPattern> before,
            Collection<TopicPattern> now,
            TopicIndex<T> index,
            Function<TopicPattern, T> value) {
        Set<TopicPattern> removed = new LinkedHashSet<>(before);
        Set<TopicPattern> added = new LinkedHashSet<>(now);
        added.removeIf(removed::remove); // what is on both sides stays
        removed.forEach(pattern -> index.remove(pattern, value.apply(pattern)));
        added.forEach(pattern -> index.add(pattern, value.apply(pattern)));
        removed.addAll(added);
        return removed;
    }
}
