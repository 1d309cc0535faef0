package chaski.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.link.LoopbackAddresses;
import chaski.node.membership.NodeEntry;
import chaski.node.wire.Alternatives;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Chooses the nodes that a full node names to a newcomer: live nodes, drawn at random so that newcomers spread, each with one
 * endpoint that the newcomer can probably dial.
 */
final class AlternativeNodes {

    private AlternativeNodes() {}

    static List<Endpoint> choose(List<NodeEntry> alive, NodeId newcomer, Endpoint from, RandomGenerator random) {
        List<NodeEntry> left = new ArrayList<>(alive);
        List<Endpoint> chosen = new ArrayList<>();
        while (!left.isEmpty() && chosen.size() < Alternatives.MAX_ENDPOINTS) {
            NodeEntry next = left.remove(random.nextInt(left.size()));
            if (!next.id().equals(newcomer)) {
                endpoint(next, from).ifPresent(chosen::add);
            }
        }
        return chosen;
    }

    /** Prefers an endpoint of the transport that the newcomer used. */
    private static Optional<Endpoint> endpoint(NodeEntry entry, Endpoint from) {
        List<Endpoint> dialable = entry.endpoints().stream()
                .filter(endpoint ->
                        LoopbackAddresses.contains(from.host()) || !LoopbackAddresses.contains(endpoint.host()))
                .toList();
        return dialable.stream()
                .filter(endpoint -> endpoint.scheme().equals(from.scheme()))
                .findFirst()
                .or(() -> dialable.stream().findFirst());
    }
}
