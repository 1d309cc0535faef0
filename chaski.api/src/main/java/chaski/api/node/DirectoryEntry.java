package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.util.List;

/**
 * The data that a node publishes about itself to the whole network. Only the owner raises the version.
 *
 * @param id the node
 * @param incarnation its run
 * @param version the newest version is valid
 * @param name its name for people
 * @param endpoints where it can be dialled
 * @param published topics that it publishes
 * @param subscribed patterns that it subscribes to
 * @param state its state in the opinion of this node: for a peer what {@link Peer#state} returns, for any other node what those
 *     that have sessions with it report
 */
public record DirectoryEntry(
        NodeId id,
        long incarnation,
        long version,
        String name,
        List<Endpoint> endpoints,
        List<Topic> published,
        List<TopicPattern> subscribed,
        PeerState state) {

    /**
     * Copies the lists.
     *
     * @param id the node
     * @param incarnation its run
     * @param version the newest version is valid
     * @param name its name for people
     * @param endpoints where it can be dialled
     * @param published topics that it publishes
     * @param subscribed patterns that it subscribes to
     * @param state its state in the opinion of this node: for a peer what {@link Peer#state} returns, for any other node what those
     *     that have sessions with it report
     */
    public DirectoryEntry {
        endpoints = List.copyOf(endpoints);
        published = List.copyOf(published);
        subscribed = List.copyOf(subscribed);
    }
}
