package chaski.remote;

import chaski.api.ClosedException;
import chaski.api.CodecException;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TypeRef;
import chaski.api.codec.Codec;
import chaski.api.node.Drainable;
import chaski.api.node.Peer;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.api.remote.AttachedFunction;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExportOptions;
import chaski.api.remote.Exported;
import chaski.api.remote.Invocation;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.RemoteObject;
import chaski.remote.call.CallClient;
import chaski.remote.call.NodeDistance;
import chaski.remote.call.ProxyFactory;
import chaski.remote.channel.LocalRpcChannel;
import chaski.remote.channel.PeerRpcChannel;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.channel.RpcChannel;
import chaski.remote.channel.RpcChannelListener;
import chaski.remote.export.CallDispatcher;
import chaski.remote.export.ExportRegistry;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.MembersCache;
import chaski.remote.reference.LocalReferences;
import chaski.remote.reference.PeerReferences;
import chaski.remote.stream.ObservationRegistry;
import chaski.remote.stream.StreamTable;
import chaski.remote.thread.WorkerPool;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.RemoteMessageCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The remote of one node: puts the side that calls and the side that is called together over the node's sessions. Thread-safe. */
final class DefaultRemote implements Remote, Drainable {

    /** The remote's channel; part of the wire protocol. */
    private static final int CHANNEL = 3;

    /** The true reason when this goes and its node does not. */
    private static final String STOPPED = "the remote of this node (chaski.remote) is being stopped or updated";

    /** How many calls are served at the same time; the others that are admitted wait. */
    private static final int MAX_THREADS = 256;

    private static final long RELEASE_INTERVAL_NS = 5_000_000_000L;

    /** What threads of callers need to take what their calls ended with, after which the bundle of this code may go. */
    private static final long CALLER_EXIT_MS = 100;

    private final ProtocolNode node;
    private final Environment environment;
    private final Channel nodeChannel;
    private final MembersCache cache = new MembersCache();
    private final AtomicLong numbers = new AtomicLong();
    private final RemoteCounters counters;
    private final ExportRegistry exports;
    private final CallDispatcher dispatcher;
    private final CallClient client;
    private final ProxyFactory proxies;
    private final StreamTable streams;
    private final Set<PeerRpcChannel> channels = ConcurrentHashMap.newKeySet();
    private final Map<String, Route> interests = new ConcurrentHashMap<>();
    private volatile boolean closed;

    DefaultRemote(ProtocolNode node, AsyncResultAdapters asyncAdapters) {
        this.node = node;
        counters = new RemoteCounters(node.environment()::nanoTime);
        MessageRouter all = new MessageRouter();
        synchronized (all) { // sessions that are there already are told of at once, on another thread
            nodeChannel = node.open(CHANNEL, "remote", new ChannelOpener(all));
            environment = nodeChannel.environment(); // so that nothing of this runs once the channel is closed
            WorkerPool calls = new WorkerPool(environment, "calls", MAX_THREADS);
            WorkerPool completions = new WorkerPool(environment, "call-results", MAX_THREADS);
            ObservationRegistry observations = new ObservationRegistry(environment);
            exports = new ExportRegistry(nodeChannel, cache, numbers, asyncAdapters, observations);
            dispatcher = new CallDispatcher(
                    environment,
                    nodeChannel,
                    exports,
                    this::codec,
                    node.config().limits(),
                    calls,
                    counters,
                    observations,
                    asyncAdapters);
            client = new CallClient(
                    environment,
                    node.config().limits(),
                    () -> codec("cbor"),
                    completions,
                    dispatcher::served,
                    counters::add,
                    this::declareInterest,
                    this::rttNs);
            proxies = new ProxyFactory(client, cache, asyncAdapters);
            streams = new StreamTable(
                    environment,
                    nodeChannel,
                    this::codec,
                    node.config().limits().streams(),
                    counters);
            LocalRpcChannel own = new LocalRpcChannel(
                    node.id(),
                    node.name(),
                    all,
                    channel -> new LocalReferences(
                            numbers, (source, items, exceptions) -> streams.own(channel, source, items, exceptions)));
            all.opened(own);
            all.ready(own);
        }
        scheduleRelease();
    }

    // ---- sessions, on the control loop

    private final class ChannelOpener implements ChannelHandler {

        private final RpcChannelListener listener;

        ChannelOpener(RpcChannelListener listener) {
            this.listener = listener;
        }

        @Override
        public Inbound open(PeerSession session) {
            synchronized (listener) {
                return begin(session, listener);
            }
        }

        @Override
        public void onDoubt(PeerSession session, boolean inDoubt) {
            channels.stream().filter(channel -> channel.isOf(session)).forEach(listener::doubtChanged);
        }
    }

    private Inbound begin(PeerSession session, RpcChannelListener listener) {
        PeerRpcChannel channel = new PeerRpcChannel(
                session,
                nodeChannel.route(session, RemoteMessageCodec.preamble()),
                node.config().session().maxMessageBytes(),
                listener,
                way -> new PeerReferences(way, proxies::lent, streams::publisher, numbers));
        channels.add(channel);
        listener.opened(channel);
        channel.introduce();
        return channel;
    }

    private final class MessageRouter implements RpcChannelListener {

        @Override
        public void opened(RpcChannel channel) {
            dispatcher.opened(channel);
            client.opened(channel);
            streams.opened(channel);
        }

        @Override
        public void ready(RpcChannel channel) {
            exports.opened(channel);
        }

        @Override
        public void doubtChanged(RpcChannel channel) {
            client.doubtChanged(channel);
        }

        /** What it was asked may have run; what it lent is gone with it. */
        @Override
        public void remoteClosed(RpcChannel channel) {
            forget(
                    channel,
                    "the remote of " + channel + " has closed: it was stopped or updated, or its node is closing");
            opened(channel);
        }

        @Override
        public void received(RpcChannel channel, RemoteMessage message) {
            if (message instanceof RemoteMessage.Call call) {
                dispatcher.call(channel, call);
            } else if (message instanceof RemoteMessage.Cancel cancel) {
                dispatcher.cancel(channel, cancel.id());
            } else if (message instanceof RemoteMessage.Export export) {
                client.exported(channel, export);
            } else if (message instanceof RemoteMessage.Unexport unexport) {
                client.withdrawn(channel, unexport.number());
            } else if (message instanceof RemoteMessage.Release release) {
                if (channel.references() instanceof PeerReferences references) {
                    references.released(release.number(), release.count());
                }
            } else if (message instanceof RemoteMessage.OfStream ofStream) {
                streams.received(channel, ofStream);
            } else if (!client.answered(channel, message) && message instanceof RemoteMessage.Result result) {
                channel.references().discard(result.value());
            }
        }

        @Override
        public void closed(RpcChannel channel) {
            channels.remove(channel);
            forget(channel, "the session with " + channel + " ended");
        }

        private void forget(RpcChannel channel, String why) {
            exports.closed(channel);
            dispatcher.closed(channel);
            client.closed(channel, why);
            streams.closed(channel, why);
            if (channel.references() instanceof PeerReferences references) {
                references.clear();
            }
        }
    }

    private void scheduleRelease() {
        environment.schedule(RELEASE_INTERVAL_NS, () -> {
            if (!closed) {
                channels.forEach(channel -> ((PeerReferences) channel.references()).release());
                scheduleRelease();
            }
        });
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

    /** Nodes that export what is called here are to be linked with this one. */
    private void declareInterest(String name) {
        try {
            interests.computeIfAbsent(
                    name,
                    n -> nodeChannel.route(
                            Topic.of(ExportRegistry.TOPIC_PREFIX + n), ByteBuffer.allocate(0), new RouteListener() {}));
        } catch (ClosedException e) {
            // The proxy stays for later callers: its calls fail with the reason.
            counters.add("interests.late");
        }
    }

    // ---- what users do

    @Override
    public <T> Registration export(String name, TypeRef<T> type, T object, ExportOptions options) {
        return exports.export(name, type, object, options);
    }

    @Override
    public <T> T proxy(String name, TypeRef<T> type, CallOptions options) {
        return proxies.named(name, type, options);
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
        return client.exports();
    }

    @Override
    public boolean awaitExporters(String name, int nodes, Duration timeout) {
        Semaphore changes = new Semaphore(0);
        Runnable watcher = changes::release;
        long deadlineNs = environment.nanoTime() + timeout.toNanos();
        client.watch(watcher);
        try {
            while (client.count(name) < nodes) {
                if (!changes.tryAcquire(deadlineNs - environment.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return client.count(name) >= nodes;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            client.unwatch(watcher);
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

    /** How many calls of peers wait or run here now. */
    int servedCalls() {
        return dispatcher.running();
    }

    /** How many objects and publishers are lent to peers now. */
    int lentObjects() {
        return channels.stream()
                .mapToInt(channel -> ((PeerReferences) channel.references()).lentObjects())
                .sum();
    }

    /** How often what is lent to peers was sent and not released. */
    long lentTimes() {
        return channels.stream()
                .mapToLong(channel -> ((PeerReferences) channel.references()).lentTimes())
                .sum();
    }

    /** How often what is borrowed from peers was received and not released: what they count as lent, when nothing is on its way. */
    long borrowedTimes() {
        return channels.stream()
                .mapToLong(channel -> ((PeerReferences) channel.references()).borrowedTimes())
                .sum();
    }

    // ---- for services that are imported

    ProtocolNode node() {
        return node;
    }

    /** What is run and scheduled here ends with this remote. */
    Environment environment() {
        return environment;
    }

    /** Peers that export an object under a name, this node excepted. Whoever exports it is to be linked with this node from now on. */
    List<NodeId> peersExporting(String name) {
        return client.exports(name).stream()
                .filter(e -> !e.function() && !e.node().equals(node.id()))
                .map(Exported::node)
                .distinct()
                .toList();
    }

    /** Called after each change of what is exported, on any thread; must not block. */
    void watch(Runnable watcher) {
        client.watch(watcher);
    }

    void unwatch(Runnable watcher) {
        client.unwatch(watcher);
    }

    void count(String counter) {
        counters.add(counter);
    }

    // ---- the end

    /**
     * Takes no more calls of peers, and lets those that arrived finish. If it is this remote that goes, rather than its node, calls of this node
     * that were sent get their answers, too, and others end as not sent: the callers live on, and can call by the next remote.
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
    @SuppressWarnings("FutureReturnValueIgnored") // who wanted to wait for calls in flight has called drain
    public void close() {
        boolean alone = !node.isClosing();
        String why = alone ? STOPPED : "this node is closing";
        closed = true;
        exports.drain();
        CompletionStage<Void> left = alone ? client.drain(why) : CompletableFuture.completedFuture(null);
        dispatcher.close(why);
        client.close(why);
        streams.close(why);
        awaitCallers(left.toCompletableFuture());
        channels.forEach(PeerRpcChannel::close);
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
