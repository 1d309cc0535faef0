package chaski.remote;

import chaski.api.CodecException;
import chaski.api.NodeId;
import chaski.api.TypeRef;
import chaski.api.codec.Codec;
import chaski.api.node.Drainable;
import chaski.api.node.Node;
import chaski.api.node.Peer;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Environment;
import chaski.api.protocol.ProtocolNode;
import chaski.api.remote.AttachedFunction;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Exported;
import chaski.api.remote.Invocation;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.RemoteLimits;
import chaski.api.remote.RemoteObject;
import chaski.remote.call.CallClient;
import chaski.remote.call.ExporterDirectory;
import chaski.remote.call.NodeDistance;
import chaski.remote.call.ProxyFactory;
import chaski.remote.channel.DescriptionChannel;
import chaski.remote.channel.ExportDescriptions;
import chaski.remote.channel.LocalRpcChannel;
import chaski.remote.channel.RefusalReporter;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.export.CallDispatcher;
import chaski.remote.export.ExportRegistry;
import chaski.remote.export.Operations;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.MembersCache;
import chaski.remote.reference.LocalReferences;
import chaski.remote.reference.PeerReferences;
import chaski.remote.stream.ObservationRegistry;
import chaski.remote.stream.StreamContext;
import chaski.remote.stream.StreamTable;
import chaski.remote.thread.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The {@link Remote} of one node: connects client, dispatcher, exports and streams over the sessions of the node. Thread-safe. */
final class DefaultRemote implements Remote, Drainable {

    /** The number of the remote's channel; part of the wire protocol. */
    private static final int CHANNEL = 3;

    /** The reason for callers when the remote closes and its node does not. */
    private static final String STOPPED = "the remote of this node (chaski.remote) is being stopped or updated";

    /** The most calls that run at the same time; the others that are admitted are queued. */
    private static final int MAX_THREADS = 256;

    /** How long threads of callers get to decode the outcomes of their calls, after which the bundle of this code may be unloaded. */
    private static final long CALLER_EXIT_MS = 100;

    private final ProtocolNode node;
    private final Environment environment;
    private final Channel nodeChannel;
    private final RemoteCounters counters;
    private final ExportRegistry exports;
    private final ExporterDirectory exporters;
    private final CallDispatcher dispatcher;
    private final CallClient client;
    private final ProxyFactory proxies;
    private final StreamTable streams;
    private final PeerChannels peers;
    private final DescriptionChannel descriptions;

    DefaultRemote(ProtocolNode node, AsyncResultAdapters asyncAdapters) {
        this.node = node;
        MembersCache cache = new MembersCache();
        AtomicLong numbers = new AtomicLong();
        RemoteLimits limits = node.config().service(RemoteLimits.class, RemoteLimits.DEFAULT);
        counters = new RemoteCounters(node.environment()::nanoTime);
        peers = new PeerChannels(node.config().session().maxMessageBytes());
        synchronized (peers) { // existing sessions are reported immediately, on another thread
            nodeChannel = node.open(CHANNEL, "remote", peers);
            environment = nodeChannel.environment(); // so that nothing of this runs once the channel is closed
            WorkerPool calls = new WorkerPool(environment, "calls", MAX_THREADS);
            WorkerPool completions = new WorkerPool(environment, "call-results", MAX_THREADS);
            RefusalReporter refusals = new RefusalReporter(counters, nodeChannel::raise);
            ObservationRegistry observations = new ObservationRegistry(environment);
            ExportDescriptions described = new ExportDescriptions();
            exporters = new ExporterDirectory(this::rttNs, new InterestRoutes(nodeChannel, counters)::add, described);
            descriptions = new DescriptionChannel(node, described, counters, exporters::described);
            exports = new ExportRegistry(nodeChannel, cache, numbers, asyncAdapters, observations, descriptions);
            Operations operations = new Operations(this::codec, counters, refusals, observations, asyncAdapters, calls);
            dispatcher = new CallDispatcher(
                    environment, nodeChannel, exports, operations, limits, calls, counters, refusals);
            client = new CallClient(
                    environment,
                    limits,
                    () -> codec("cbor"),
                    completions,
                    dispatcher::served,
                    counters::add,
                    exporters);
            proxies = new ProxyFactory(client, cache, asyncAdapters);
            streams = new StreamTable(
                    new StreamContext(environment, nodeChannel::raise, this::codec, limits, counters, refusals));
            RemoteMessageRouter router =
                    new RemoteMessageRouter(peers, exports, exporters, dispatcher, client, streams);
            peers.start(
                    nodeChannel,
                    environment,
                    router,
                    channel -> new PeerReferences(channel, proxies::lent, streams::publisher, numbers));
            LocalRpcChannel own = new LocalRpcChannel(
                    node.id(),
                    node.name(),
                    router,
                    channel ->
                            new LocalReferences(numbers, (source, decoder) -> streams.local(channel, source, decoder)));
            router.opened(own);
            router.ready(own);
        }
        descriptions.open();
    }

    private long rttNs(NodeId peer) {
        return node.peer(peer)
                .filter(p -> p.link().isPresent())
                .map(Peer::rtt)
                .map(rtt -> rtt.smoothed().toNanos())
                .orElse(NodeDistance.NO_LINK);
    }

    private Codec codec(String name) {
        Codec codec = node.codecs().get(name);
        if (codec == null) {
            throw new CodecException("expected a codec '" + name + "' on this node, found "
                    + node.codecs().keySet() + ": put chaski.codec.jackson on the path, or install it");
        }
        return codec;
    }

    // ---- the interface

    @Override
    public <T> Registration export(String name, TypeRef<T> type, T object, ExportOptions options) {
        return exports.export(name, type, object, options);
    }

    @Override
    public <T> T proxy(String name, TypeRef<T> type, CallOptions options) {
        return proxies.named(name, type, options);
    }

    @Override
    public Object proxy(String name, List<Class<?>> interfaces, ClassLoader loader, CallOptions options) {
        return proxies.named(name, interfaces, loader, options);
    }

    @Override
    public RemoteObject object(String name, CallOptions options) {
        return proxies.object(name, options);
    }

    @Override
    public <R> Registration attach(
            String name, List<TypeRef<?>> in, TypeRef<R> out, AttachedFunction<? extends R> function) {
        return exports.attach(name, in, out, Objects.requireNonNull(function, "function"));
    }

    @Override
    public <R> RemoteFunction<R> function(String name, TypeRef<R> out, CallOptions options) {
        return proxies.function(name, out, options);
    }

    @Override
    public List<Exported> exports() {
        return exporters.snapshot();
    }

    @Override
    public Node.Watch watchExports(Runnable watcher) {
        exporters.watch(watcher);
        return () -> exporters.unwatch(watcher);
    }

    @Override
    public boolean awaitExporters(String name, int nodes, Duration timeout) {
        Semaphore changes = new Semaphore(0);
        Runnable watcher = changes::release;
        long deadlineNs = environment.nanoTime() + timeout.toNanos();
        exporters.watch(watcher);
        try {
            while (exporters.count(name) < nodes) {
                if (!changes.tryAcquire(deadlineNs - environment.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return exporters.count(name) >= nodes;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            exporters.unwatch(watcher);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    @Override
    public Optional<Invocation> invocation() {
        return dispatcher.invocation();
    }

    /** {@return how many calls of peers are queued or running} */
    int servedCalls() {
        return dispatcher.running();
    }

    /** {@return how many objects and publishers are lent to peers} */
    int lentObjects() {
        return (int) peers.sum(PeerReferences::lentObjects);
    }

    /** {@return how often what is lent to peers was sent and not released} */
    long lentTimes() {
        return peers.sum(PeerReferences::lentTimes);
    }

    /** {@return how often what is borrowed from peers was received and not released: what they count as lent while nothing is in flight} */
    long borrowedTimes() {
        return peers.sum(PeerReferences::borrowedTimes);
    }

    // ---- for imported services

    ProtocolNode node() {
        return node;
    }

    /** {@return threads and timers that end with this remote} */
    Environment environment() {
        return environment;
    }

    /** {@return the peers that export an object under a name} Makes this node pair with nodes that do. */
    List<NodeId> peersExporting(String name) {
        return exporters.exports(name).stream()
                .filter(e -> !e.function() && !e.node().equals(node.id()))
                .map(Exported::node)
                .distinct()
                .toList();
    }

    /** {@return the properties that a peer announces of what it exports under a name} */
    Map<String, Object> announced(String name, NodeId peer) {
        return exporters.exports(name).stream()
                .filter(e -> e.node().equals(peer))
                .findFirst()
                .map(Exported::properties)
                .orElse(Map.of());
    }

    /** Adds a watcher, which runs after each change of the exports, on any thread, and must not block. */
    void watch(Runnable watcher) {
        exporters.watch(watcher);
    }

    void unwatch(Runnable watcher) {
        exporters.unwatch(watcher);
    }

    void count(String counter) {
        counters.add(counter);
    }

    // ---- closing

    /**
     * Accepts no more calls of peers; those that have arrived complete. If this remote closes and its node does not,
     * calls of this node that were sent get their answers, too, and others end as not sent: the callers continue, and
     * can call through the next remote.
     */
    @Override
    public CompletionStage<Void> drain() {
        if (node.isClosing()) {
            return exports.drain();
        }
        return CompletableFuture.allOf(
                exports.drain().toCompletableFuture(),
                dispatcher.drain().toCompletableFuture(),
                client.drain(STOPPED).toCompletableFuture());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a caller that waits for calls in flight has called drain
    public void close() {
        boolean alone = !node.isClosing();
        String why = alone ? STOPPED : "this node is closing";
        peers.stop();
        exports.drain();
        CompletionStage<Void> left = alone ? client.drain(why) : CompletableFuture.completedFuture(null);
        dispatcher.close(why);
        client.close(why);
        streams.close(why);
        awaitCallers(left.toCompletableFuture());
        peers.close();
        descriptions.close();
        nodeChannel.close();
    }

    private void awaitCallers(CompletableFuture<Void> left) {
        if (environment.isInside()) {
            return;
        }
        try {
            left.get(CALLER_EXIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            counters.add("callers.late");
        }
    }

    @Override
    public String toString() {
        return "remote of " + node.name();
    }
}
