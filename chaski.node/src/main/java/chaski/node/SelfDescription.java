package chaski.node;

import chaski.api.Endpoint;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeReport;
import chaski.api.node.PeerState;
import chaski.node.context.NodeContext;
import chaski.node.link.Transports;
import chaski.node.membership.Announcement;
import chaski.node.session.SessionLayer;
import java.util.ArrayList;
import java.util.List;

/** What this node publishes about itself: the announcement to the network, and the report that a peer requests. */
final class SelfDescription {

    private final NodeContext context;
    private final SessionLayer layer;
    private final Transports transports;

    SelfDescription(NodeContext context, SessionLayer layer, Transports transports) {
        this.context = context;
        this.layer = layer;
        this.transports = transports;
    }

    /** {@return the endpoints that the user advertises, or else those on which this node listens} */
    List<Endpoint> endpoints() {
        List<Endpoint> advertised = context.config().advertise();
        return advertised.isEmpty() ? transports.reachable() : advertised;
    }

    List<Topic> publishedTopics() {
        return layer.publishedTopics();
    }

    List<TopicPattern> patterns() {
        return layer.declarations().patterns();
    }

    Announcement announcement() {
        return new Announcement(context.config().name(), endpoints(), publishedTopics(), patterns(), false);
    }

    /** {@return what this node announces, as an entry of the directory that has no version} */
    DirectoryEntry entry() {
        return new DirectoryEntry(
                context.id(),
                context.incarnation(),
                0,
                context.config().name(),
                endpoints(),
                publishedTopics(),
                patterns(),
                PeerState.ALIVE);
    }

    /** {@return this node and its peers; observers are not named} */
    NodeReport report() {
        List<String> topics = new ArrayList<>();
        publishedTopics().forEach(t -> topics.add(t.name()));
        patterns().forEach(p -> topics.add(p.text()));
        List<NodeReport.PeerLine> peers = layer.sessions().all().stream()
                .filter(s -> !s.observer())
                .map(s -> new NodeReport.PeerLine(
                        s.peer(),
                        s.peerName(),
                        s.state(),
                        s.link().map(l -> l.remote().scheme()).orElse(""),
                        s.pings().roundTrip().smoothed()))
                .toList();
        return new NodeReport(
                context.id(),
                context.incarnation(),
                context.config().name(),
                endpoints(),
                topics.stream().distinct().sorted().toList(),
                peers);
    }
}
