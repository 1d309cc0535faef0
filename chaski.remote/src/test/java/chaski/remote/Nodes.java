package chaski.remote;

import chaski.api.NodeId;
import chaski.api.codec.Codec;
import chaski.api.node.Chaski;
import chaski.api.node.Limits;
import chaski.api.node.Node;
import chaski.api.node.NodeFactory;
import chaski.api.node.SessionConfig;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteLimits;
import chaski.codec.jackson.CborCodec;
import chaski.node.DefaultNodeFactory;
import chaski.testkit.network.LiveNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real nodes on real threads, over a network in memory whose links can be cut. All others join the first one. */
final class Nodes implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    static final Limits LIMITS =
            Limits.DEFAULT.handshakesPerSecond(100_000).handshakeBurst(100_000).connectionsPerAddress(1000);

    final LiveNetwork network = new LiveNetwork(1);
    private final List<Node> nodes = new ArrayList<>();

    static RemoteLimits limits(int callsPerPeer, int callsPerNode) {
        return RemoteLimits.DEFAULT.callsPerPeer(callsPerPeer).callsPerNode(callsPerNode);
    }

    Node start(String host) {
        return start(host, SessionConfig.DEFAULT);
    }

    Node start(String host, SessionConfig session) {
        return start(host, session, RemoteLimits.DEFAULT);
    }

    Node start(String host, SessionConfig session, RemoteLimits limits) {
        Node.Builder builder = Chaski.node()
                .name(host)
                .listen("mem://" + host + ":1")
                .session(session)
                .limits(LIMITS)
                .configure(limits);
        if (!nodes.isEmpty()) {
            builder.join("mem://" + nodes.get(0).name() + ":1");
        }
        List<Codec> codecs = List.of(new CborCodec());
        Node node = new DefaultNodeFactory()
                .start(
                        builder.config(),
                        new NodeFactory.Parts(List.of(network.transport(host)), codecs, List.of(new RemoteProvider())));
        nodes.add(node);
        return node;
    }

    Remote remote(String host) {
        return start(host).service(Remote.class);
    }

    NodeId id(int index) {
        return nodes.get(index).id();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        network.close();
    }
}
