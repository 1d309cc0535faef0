package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * What this node wants the network to know of it.
 *
 * @param name its name for people
 * @param endpoints where to dial it: the advertised ones, or else the bound ones; at most {@link Entry#MAX_ENDPOINTS} are told
 * @param published topics it publishes
 * @param subscribed patterns it subscribes
 * @param relay whether it forwards for others
 */
public record Announcement(
        String name, List<Endpoint> endpoints, List<Topic> published, List<TopicPattern> subscribed, boolean relay) {

    /** Copies the lists, without repetition, and replaces what is not text in the name, since it could not be sent. */
    public Announcement {
        name = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        endpoints = endpoints.stream().distinct().limit(Entry.MAX_ENDPOINTS).toList();
        published = published.stream().distinct().toList();
        subscribed = subscribed.stream().distinct().toList();
    }

    /**
     * Makes the entry to be told. Topics that do not fit are summed up as {@code >}: first the longer list, then both. Others may
     * then dial this node in vain; what is declared on their session shows it.
     */
    Entry toEntry(NodeId id, long incarnation, long version) {
        List<TopicPattern> out = summed(
                published.stream().map(topic -> TopicPattern.of(topic.name())).toList());
        List<TopicPattern> in = summed(subscribed);
        Entry entry = entry(id, incarnation, version, out, in);
        if (EntryCodec.bytes(entry) > Entry.MAX_BYTES) {
            boolean outIsLonger = bytes(out) > bytes(in);
            entry = entry(id, incarnation, version, outIsLonger ? all() : out, outIsLonger ? in : all());
        }
        if (EntryCodec.bytes(entry) > Entry.MAX_BYTES) {
            entry = entry(id, incarnation, version, all(), all());
        }
        return entry;
    }

    private Entry entry(NodeId id, long incarnation, long version, List<TopicPattern> out, List<TopicPattern> in) {
        return new Entry(id, incarnation, version, false, relay, name, endpoints, out, in);
    }

    private static List<TopicPattern> summed(List<TopicPattern> patterns) {
        return patterns.size() > Entry.MAX_TOPICS ? all() : patterns;
    }

    private static List<TopicPattern> all() {
        return List.of(Entry.EVERYTHING);
    }

    private static int bytes(Collection<TopicPattern> patterns) {
        return patterns.stream().mapToInt(p -> Utf8.bytes(p.text())).sum();
    }
}
