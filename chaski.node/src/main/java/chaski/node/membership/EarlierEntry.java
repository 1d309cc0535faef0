package chaski.node.membership;

import chaski.api.TopicPattern;
import java.util.List;

/**
 * An entry for peers that do not announce {@link chaski.node.wire.Hello#ENTRY_CHANGES}: with fewer and plain topics,
 * and short enough for one message. Such peers sometimes dial the owner without need, but miss no node.
 */
final class EarlierEntry {

    static final int MAX_TOPICS = 1024;
    static final int MAX_BYTES = 32 * 1024;

    private static final List<TopicPattern> ALL = List.of(NodeEntry.EVERYTHING);

    private EarlierEntry() {}

    /** {@return the entry itself if such peers accept it} */
    static NodeEntry of(NodeEntry entry) {
        boolean plain = entry.published().stream().allMatch(TopicPattern::isTopic);
        List<TopicPattern> published = plain && entry.published().size() <= MAX_TOPICS ? entry.published() : ALL;
        List<TopicPattern> subscribed = entry.subscribed().size() <= MAX_TOPICS ? entry.subscribed() : ALL;
        if (lacksRoom(entry, published, subscribed)) {
            if (EntryCodec.patternBytes(published) > EntryCodec.patternBytes(subscribed)) {
                published = ALL;
            } else {
                subscribed = ALL;
            }
        }
        if (lacksRoom(entry, published, subscribed)) {
            published = ALL;
            subscribed = ALL;
        }
        boolean same = published == entry.published() && subscribed == entry.subscribed();
        return same ? entry : entry.withTopics(published, subscribed, entry.version());
    }

    private static boolean lacksRoom(NodeEntry entry, List<TopicPattern> published, List<TopicPattern> subscribed) {
        int otherBytes = EntryCodec.bytes(entry.withTopics(List.of(), List.of(), entry.version()));
        return otherBytes + EntryCodec.patternBytes(published) + EntryCodec.patternBytes(subscribed) > MAX_BYTES;
    }
}
