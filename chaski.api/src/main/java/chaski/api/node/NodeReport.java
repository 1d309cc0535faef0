package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.time.Duration;
import java.util.List;

/**
 * A node's own view of itself and its peers.
 *
 * @param id the node
 * @param incarnation its run
 * @param name its name for people
 * @param endpoints its endpoints
 * @param topics topics and patterns that it publishes and subscribes to
 * @param peers the peers it has sessions with, observers left out
 */
public record NodeReport(
        NodeId id, long incarnation, String name, List<Endpoint> endpoints, List<String> topics, List<PeerLine> peers) {

    /**
     * Copies the lists.
     *
     * @param id the node
     * @param incarnation its run
     * @param name its name for people
     * @param endpoints its endpoints
     * @param topics topics and patterns that it publishes and subscribes to
     * @param peers the peers it has sessions with, observers left out
     */
    public NodeReport {
        endpoints = List.copyOf(endpoints);
        topics = List.copyOf(topics);
        peers = List.copyOf(peers);
    }

    /**
     * One peer of the node.
     *
     * @param id the peer
     * @param name its name
     * @param state its state in the opinion of the node
     * @param link the scheme of the current link, empty while parked
     * @param rtt the smoothed round-trip time, zero while unknown
     */
    public record PeerLine(NodeId id, String name, PeerState state, String link, Duration rtt) {}
}
