package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.node.membership.Entry;
import chaski.node.topic.TopicIndex;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has topics in common with this node, answered from four indexes: what this node publishes and subscribes, and what all others
 * do. A change of one node's entry costs as much as that entry has topics; a change of this node's own topics as much as there are
 * nodes concerned; neither depends on how many nodes there are.
 */
final class SharedTopics {

    private final Set<TopicPattern> published = new LinkedHashSet<>();
    private final Set<TopicPattern> subscribed = new LinkedHashSet<>();
    private final TopicIndex<TopicPattern> ownPublished = new TopicIndex<>();
    private final TopicIndex<TopicPattern> ownSubscribed = new TopicIndex<>();
    private final TopicIndex<NodeId> othersPublished = new TopicIndex<>();
    private final TopicIndex<NodeId> othersSubscribed = new TopicIndex<>();

    /** Takes over this node's topics; returns what that may make a difference for. */
    Change own(Collection<Topic> nowPublished, Collection<TopicPattern> nowSubscribed) {
        Set<NodeId> concerned = new TreeSet<>();
        List<TopicPattern> plain = nowPublished.stream()
                .map(topic -> TopicPattern.of(topic.name()))
                .toList();
        for (TopicPattern changed : replace(published, ownPublished, plain)) {
            concerned.addAll(othersSubscribed.overlapping(changed));
        }
        Set<TopicPattern> patterns = replace(subscribed, ownSubscribed, nowSubscribed);
        for (TopicPattern changed : patterns) {
            concerned.addAll(othersPublished.overlapping(changed));
        }
        return new Change(concerned, patterns);
    }

    /**
     * What a change of this node's topics concerns.
     *
     * @param nodes nodes that may share a topic with it now, or no longer
     * @param patterns what it subscribes now, or no longer
     */
    record Change(Set<NodeId> nodes, Set<TopicPattern> patterns) {}

    void add(Entry entry) {
        entry.published().forEach(pattern -> othersPublished.add(pattern, entry.id()));
        entry.subscribed().forEach(pattern -> othersSubscribed.add(pattern, entry.id()));
    }

    void remove(Entry entry) {
        entry.published().forEach(pattern -> othersPublished.remove(pattern, entry.id()));
        entry.subscribed().forEach(pattern -> othersSubscribed.remove(pattern, entry.id()));
    }

    /** A topic or pattern by which one of the two publishes what the other subscribes. */
    Optional<String> between(Entry other) {
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
    Set<TopicPattern> subscribedByBoth(Entry other) {
        Set<TopicPattern> both = new TreeSet<>();
        other.subscribed().forEach(theirs -> both.addAll(ownSubscribed.overlapping(theirs)));
        return both;
    }

    /** The other subscribers of something that one of this node's own patterns stands for. */
    Set<NodeId> subscribers(TopicPattern own) {
        return new TreeSet<>(othersSubscribed.overlapping(own));
    }

    boolean subscribes(TopicPattern own) {
        return subscribed.contains(own);
    }

    /** Makes a set and its index hold what there is now; returns what was added or removed. */
    private static Set<TopicPattern> replace(
            Set<TopicPattern> before, TopicIndex<TopicPattern> index, Collection<TopicPattern> now) {
        Set<TopicPattern> after = new LinkedHashSet<>(now);
        Set<TopicPattern> changed = new LinkedHashSet<>();
        for (TopicPattern pattern : before) {
            if (!after.contains(pattern)) {
                index.remove(pattern, pattern);
                changed.add(pattern);
            }
        }
        for (TopicPattern pattern : after) {
            if (!before.contains(pattern)) {
                index.add(pattern, pattern);
                changed.add(pattern);
            }
        }
        before.removeAll(changed);
        after.retainAll(changed);
        before.addAll(after);
        return changed;
    }
}
