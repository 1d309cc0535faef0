package chaski.node;

import chaski.api.ClosedException;
import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.codec.Codec;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.Node;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeEvent;
import chaski.api.node.NodeFactory;
import chaski.api.node.NodeReport;
import chaski.api.node.Peer;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Environment;
import chaski.api.protocol.ProtocolNode;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.api.transport.Transport;
import chaski.node.configuration.ConfigChange;
import chaski.node.context.ControlLoop;
import chaski.node.context.Counters;
import chaski.node.context.EventBus;
import chaski.node.context.EventLog;
import chaski.node.identity.NodeSecurity;
import chaski.node.identity.Validity;
import chaski.node.session.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Implements a node by delegating to the {@link Coordinator} (everything between nodes) and the {@link Services} (everything on top
 * of the node). Thread-safe.
 */
public final class DefaultNode implements ProtocolNode {

    private static final Logger LOG = System.getLogger(DefaultNode.class.getName());

    /** Part of the contract of {@link Node#removeTransport}. */
    private static final long REMOVAL_MS = 2_000;

    private final ControlLoop loop;
    private final Counters counters = new Counters();
    private final EventBus events;
    private final Coordinator coordinator;
    private final Services services;
    private final NodeShutdown closing;

    public DefaultNode(NodeConfig config, NodeFactory.Parts parts, Environment environment) {
        this.loop = new ControlLoop(environment);
        this.events = new EventBus(config.name(), loop, counters);
        NodeSecurity security = NodeSecurity.open(
                config.security(), () -> Instant.ofEpochMilli(environment.wallTimeMillis()), environment.random());
        this.coordinator = new Coordinator(config, security, loop, counters, events);
        this.services = new Services(this, parts);
        this.closing = new NodeShutdown(
                loop,
                () -> coordinator.context().config().session(),
                coordinator,
                new SessionDrain(
                        coordinator.sessionLayer().sessions(),
                        coordinator.sessionLayer().lifecycle()),
                services,
                parts.closesTransports() ? parts.transports() : List.of());
        for (Transport transport : parts.transports()) {
            coordinator.transports().add(transport);
        }
    }

    /**
     * Listens and joins.
     *
     * @throws chaski.api.TransportException if an endpoint to listen on cannot be bound, or an endpoint may not be used without an
     *     identity
     */
    public void start() {
        config().join().forEach(coordinator.transports()::checkPermitted);
        config().listen().forEach(coordinator.transports()::listen);
        loop.execute(coordinator::start);
    }

    /** Logs events from the start and for as long as the node lives. */
    public void logEvents(EventLog log) {
        events.logTo(log);
    }

    @Override
    public NodeId id() {
        return coordinator.context().id();
    }

    @Override
    public long incarnation() {
        return coordinator.context().incarnation();
    }

    @Override
    public String name() {
        return config().name();
    }

    @Override
    public List<Endpoint> endpoints() {
        return coordinator.transports().reachable();
    }

    @Override
    public void listen(Endpoint endpoint) {
        checkOpen();
        coordinator.transports().listen(endpoint);
        loop.execute(coordinator::announce);
    }

    @Override
    public CompletionStage<Peer> join(Endpoint endpoint) {
        checkOpen();
        coordinator.transports().checkPermitted(endpoint);
        return coordinator.joins().join(endpoint);
    }

    @Override
    public void removeSeed(Endpoint endpoint) {
        loop.execute(() -> coordinator.joins().removeSeed(endpoint));
    }

    @Override
    public Collection<Peer> peers() {
        return coordinator.sessionLayer().sessions().all().stream()
                .map(Session::view)
                .toList();
    }

    @Override
    public Optional<Peer> peer(NodeId id) {
        return coordinator.sessionLayer().sessions().find(id).map(Session::view);
    }

    @Override
    public void deny(NodeId id) {
        coordinator.access().deny(id);
    }

    @Override
    public void allow(NodeId id) {
        coordinator.access().allow(id);
    }

    @Override
    public Set<NodeId> denied() {
        return coordinator.access().denied();
    }

    @Override
    public List<DirectoryEntry> directory() {
        return coordinator.directory().entries();
    }

    @Override
    public CompletionStage<List<DirectoryEntry>> discover(Topic topic, Duration timeout) {
        checkOpen();
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("expected a timeout of up to one hour, got " + timeout);
        }
        return coordinator.queries().discover(topic, timeout);
    }

    @Override
    public CompletionStage<NodeReport> report(NodeId peer) {
        checkOpen();
        return coordinator.queries().report(peer);
    }

    @Override
    public <S> S service(Class<S> type) {
        checkOpen();
        return services.get(type);
    }

    @Override
    public Map<String, Codec> codecs() {
        return services.codecs();
    }

    @Override
    public void addTransport(Transport transport) {
        checkOpen();
        coordinator.transports().add(transport);
        loop.execute(() -> coordinator.transportArrived(transport.scheme()));
    }

    @Override
    public void removeTransport(Transport transport) {
        CompletionStage<Void> over = leaveTransport(transport);
        if (!closing.hasBegun()) {
            await(over);
        }
    }

    /** Begins to remove a transport; the stage completes when no session uses it any more. */
    CompletionStage<Void> leaveTransport(Transport transport) {
        return coordinator.removeTransport(transport);
    }

    /** A caller may close the transport right after this returns, so its sessions should have moved by then. */
    private static void await(CompletionStage<Void> over) {
        try {
            over.toCompletableFuture().get(REMOVAL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The removal continues without the caller.
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.log(Level.WARNING, "A transport was not left within {0} ms; its sessions are parked", REMOVAL_MS);
        }
    }

    @Override
    public Channel open(int number, String name, ChannelHandler handler) {
        checkOpen();
        if (number <= MembershipChannel.NUMBER) {
            throw new ConfigurationException("channel number: expected 2 to 255, got " + number);
        }
        Channel channel = coordinator.sessionLayer().channels().open(number, name, handler);
        services.opened(channel);
        return channel;
    }

    @Override
    public Node.Watch watch(Consumer<? super NodeEvent> listener) {
        return events.watch(listener);
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> all = new TreeMap<>(counters.snapshot());
        coordinator.transports().counters().forEach((name, count) -> all.merge(name, count, Long::sum));
        return all;
    }

    @Override
    public Decision decideOwn(Permission permission, String subject) {
        return coordinator.context().decideOwn(permission, subject);
    }

    @Override
    public DirectoryEntry self() {
        return coordinator.self();
    }

    @Override
    public Optional<Instant> credentialsExpiry() {
        return coordinator.context().security().validity().map(Validity::end);
    }

    @Override
    public Environment environment() {
        return loop;
    }

    @Override
    public NodeConfig config() {
        return coordinator.context().config();
    }

    @Override
    public void close() {
        closing.close();
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return closing.begin();
    }

    @Override
    public boolean isClosing() {
        return closing.hasBegun();
    }

    /** Applies another configuration of the same identity, as far as that is possible while the node runs. */
    public void reconfigure(ConfigChange change) {
        checkOpen();
        coordinator.reconfigure(change.effective());
        events.raise(at -> new NodeEvent.Reconfigured(at, change.changed(), change.kept()));
    }

    /** For callers that add parts while the node runs. */
    public Services services() {
        return services;
    }

    private void checkOpen() {
        if (closing.hasBegun()) {
            throw new ClosedException("the node " + name() + " is closed");
        }
    }

    @Override
    public String toString() {
        return "node " + name() + " (" + id().shortForm() + ")";
    }
}
