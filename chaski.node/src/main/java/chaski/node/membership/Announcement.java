package chaski.node.membership;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What this node announces to the network about itself.
 *
 * @param name its name for people
 * @param endpoints where to dial it: the advertised ones, or else the bound ones; at most {@link
 *     NodeEntry#MAX_ENDPOINTS} are announced
 * @param published topics it publishes
 * @param subscribed patterns it subscribes
 * @param relay whether it forwards for other nodes
 */
public record Announcement(
        String name, List<Endpoint> endpoints, List<Topic> published, List<TopicPattern> subscribed, boolean relay) {

    /**
     * Copies the lists, without duplicates, topics and patterns in ascending order, and replaces invalid characters in
     * the name, since they could not be sent.
     */
    public Announcement {
        name = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        endpoints = endpoints.stream().distinct().limit(NodeEntry.MAX_ENDPOINTS).toList();
        published = published.stream().distinct().sorted().toList();
        subscribed = subscribed.stream().distinct().sorted().toList();
    }

    /**
     * Returns the entry. Topics that do not fit are summarized. Others may then dial this node without need; the
     * declarations of their session show that.
     *
     * @param id this node
     * @param incarnation its run
     * @param version of the entry
     * @return the entry
     */
    NodeEntry toEntry(NodeId id, long incarnation, long version) {
        List<TopicPattern> out =
                published.stream().map(topic -> TopicPattern.of(topic.name())).toList();
        int roomBytes = NodeEntry.MAX_BYTES - EntryCodec.bytes(entry(id, incarnation, version, List.of(), List.of()));
        int outBytes = EntryCodec.patternBytes(out);
        int inBytes = EntryCodec.patternBytes(subscribed);
        // Each list gets at least half of the room, and what the other does not need.
        List<TopicPattern> fittingOut =
                TopicSummary.fit(out, NodeEntry.MAX_TOPICS, Math.max(roomBytes / 2, roomBytes - inBytes));
        List<TopicPattern> fittingIn =
                TopicSummary.fit(subscribed, NodeEntry.MAX_TOPICS, Math.max(roomBytes / 2, roomBytes - outBytes));
        return entry(id, incarnation, version, fittingOut, fittingIn);
    }

    private NodeEntry entry(NodeId id, long incarnation, long version, List<TopicPattern> out, List<TopicPattern> in) {
        return new NodeEntry(id, incarnation, version, false, relay, name, endpoints, out, in);
    }
}
