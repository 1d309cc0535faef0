package chaski.node.membership;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.node.topic.TopicIndex;
import java.util.List;
import java.util.Set;

/** The topics of this node in full; its directory entry may only hold a summary. */
final class Interests {

    private final Set<Topic> published;
    private final TopicIndex<TopicPattern> subscribed = new TopicIndex<>();

    Interests(List<Topic> published, List<TopicPattern> subscribed) {
        this.published = Set.copyOf(published);
        subscribed.forEach(pattern -> this.subscribed.add(pattern, pattern));
    }

    boolean contain(Topic topic) {
        return published.contains(topic) || !subscribed.match(topic).isEmpty();
    }
}
