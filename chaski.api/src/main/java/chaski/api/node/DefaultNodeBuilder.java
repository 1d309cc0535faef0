package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.codec.Codec;
import chaski.api.installation.Installation;
import chaski.api.security.SecurityConfig;
import chaski.api.transport.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the parts of a node by an {@link Installation} when it starts. */
final class DefaultNodeBuilder implements Node.Builder {

    private NodeConfig config = NodeConfig.DEFAULT;
    private final List<Endpoint> listen = new ArrayList<>();
    private final List<Endpoint> advertise = new ArrayList<>();
    private final List<Endpoint> join = new ArrayList<>();
    private final Set<NodeId> deny = new LinkedHashSet<>();
    private @Nullable Installation installation;
    private final List<Transport> transports = new ArrayList<>();

    @Override
    public Node.Builder id(NodeId value) {
        config = config.id(value);
        return this;
    }

    @Override
    public Node.Builder name(String value) {
        config = config.name(value);
        return this;
    }

    @Override
    public Node.Builder listen(String endpoint) {
        listen.add(Endpoint.parse(endpoint));
        return this;
    }

    @Override
    public Node.Builder advertise(String endpoint) {
        advertise.add(Endpoint.parse(endpoint));
        return this;
    }

    @Override
    public Node.Builder join(String endpoint) {
        join.add(Endpoint.parse(endpoint));
        return this;
    }

    @Override
    public Node.Builder observer(boolean value) {
        config = config.observer(value);
        return this;
    }

    @Override
    public Node.Builder session(SessionConfig value) {
        config = config.session(value);
        return this;
    }

    @Override
    public Node.Builder heartbeat(HeartbeatConfig value) {
        config = config.heartbeat(value);
        return this;
    }

    @Override
    public Node.Builder reconnect(ReconnectConfig value) {
        config = config.reconnect(value);
        return this;
    }

    @Override
    public Node.Builder link(LinkConfig value) {
        config = config.link(value);
        return this;
    }

    @Override
    public Node.Builder pairing(PairingConfig value) {
        config = config.pairing(value);
        return this;
    }

    @Override
    public Node.Builder limits(Limits value) {
        config = config.limits(value);
        return this;
    }

    @Override
    public Node.Builder configure(ServiceConfig value) {
        config = config.configure(value);
        return this;
    }

    @Override
    public Node.Builder security(SecurityConfig value) {
        config = config.security(value);
        return this;
    }

    @Override
    public Node.Builder identity(Path directory) {
        return security(SecurityConfig.identity(directory));
    }

    @Override
    public Node.Builder deny(NodeId value) {
        deny.add(value);
        return this;
    }

    @Override
    public Node.Builder loader(ClassLoader value) {
        installation = Installation.in(value);
        return this;
    }

    @Override
    public Node.Builder layer(ModuleLayer value) {
        installation = Installation.in(value);
        return this;
    }

    @Override
    public Node.Builder transport(Transport value) {
        transports.add(value);
        return this;
    }

    @Override
    public NodeConfig config() {
        return config.listen(listen).advertise(advertise).join(join).deny(deny);
    }

    @Override
    public Node start() {
        NodeConfig complete = config();
        Installation from = installation != null ? installation : Installation.around();
        NodeFactory engine = from.engine(NodeFactory.class);
        List<Endpoint> needed = Stream.concat(listen.stream(), join.stream()).toList();
        boolean given = !transports.isEmpty();
        List<Transport> links = given ? transports : from.transports(needed);
        return engine.start(
                complete,
                new NodeFactory.Parts(links, from.all(Codec.class), from.all(NodeServiceProvider.class), !given));
    }
}
