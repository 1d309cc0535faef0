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
import chaski.remote.call.Caller;
import chaski.remote.call.Distance;
import chaski.remote.call.Proxies;
import chaski.remote.export.Callee;
import chaski.remote.export.Exports;
import chaski.remote.line.Counters;
import chaski.remote.line.Line;
import chaski.remote.line.LineListener;
import chaski.remote.line.LocalLine;
import chaski.remote.line.PeerLine;
import chaski.remote.member.AsyncResults;
import chaski.remote.member.MembersCache;
import chaski.remote.reference.OwnReferences;
import chaski.remote.reference.PeerReferences;
import chaski.remote.stream.Observations;
import chaski.remote.stream.Streams;
import chaski.remote.thread.Workers;
import chaski.remote.wire.MessageCodec;
import chaski.remote.wire.RemoteMessage;
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
    private static final int MOST_THREADS = 256;

    private static final long RELEASE_EVERY_NS = 5_000_000_000L;

    /** What threads of callers need to take what their calls ended with, after which the bundle of this code may go. */
    private static final long LEAVE_MS = 100;

    private final ProtocolNode node;
    private final Environment environment;
    private final Channel channel;
    private final MembersCache cache = new MembersCache();
    private final AtomicLong numbers = new AtomicLong();
    private final Counters counters;
    private final Exports exports;
    private final Callee callee;
    private final Caller caller;
    private final Proxies proxies;
    private final Streams streams;
    private final Set<PeerLine> lines = ConcurrentHashMap.newKeySet();
    private final Map<String, Route> interests = new ConcurrentHashMap<>();
    private volatile boolean closed;

    DefaultRemote(ProtocolNode node, AsyncResults asyncs) {
        this.node = node;
        counters = new Counters(node.environment()::nanoTime);
        Lines all = new Lines();
        synchronized (all) { // sessions that are there already are told of at once, on another thread
            channel = node.open(CHANNEL, "remote", new LineOpener(all));
            environment = channel.environment(); // so that nothing of this runs once the channel is closed
            Workers calls = new Workers(environment, "calls", MOST_THREADS);
            Workers completions = new Workers(environment, "call-results", MOST_THREADS);
            Observations observations = new Observations(environment);
            exports = new Exports(channel, cache, numbers, asyncs, observations);
            callee = new Callee(
                    environment,
                    channel,
                    exports,
                    this::codec,
                    node.config().limits(),
                    calls,
                    counters,
                    observations,
                    asyncs);
            caller = new Caller(
                    environment,
                    node.config().limits(),
                    () -> codec("cbor"),
                    completions,
                    callee::served,
                    counters::add,
                    this::interest,
                    this::rttNs);
            proxies = new Proxies(caller, cache, asyncs);
            streams = new Streams(
                    environment, channel, this::codec, node.config().limits().streams(), counters);
            LocalLine own = new LocalLine(
                    node.id(),
                    node.name(),
                    all,
                    line -> new OwnReferences(
                            numbers, (source, items, rebuilding) -> streams.own(line, source, items, rebuilding)));
            all.opened(own);
            all.ready(own);
        }
        releaseLater();
    }

    // ---- sessions, on the control loop

    private final class LineOpener implements ChannelHandler {

        private final LineListener listener;

        LineOpener(LineListener listener) {
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
            lines.stream().filter(line -> line.isOf(session)).forEach(listener::doubtChanged);
        }
    }

    private Inbound begin(PeerSession session, LineListener listener) {
        PeerLine line = new PeerLine(
                session,
                channel.route(session, MessageCodec.preamble()),
                node.config().session().maxMessageBytes(),
                listener,
                way -> new PeerReferences(way, proxies::lent, streams::publisher, numbers));
        lines.add(line);
        listener.opened(line);
        line.introduce();
        return line;
    }

    private final class Lines implements LineListener {

        @Override
        public void opened(Line line) {
            callee.opened(line);
            caller.opened(line);
            streams.opened(line);
        }

        @Override
        public void ready(Line line) {
            exports.opened(line);
        }

        @Override
        public void doubtChanged(Line line) {
            caller.doubtChanged(line);
        }

        /** What it was asked may have run; what it lent is gone with it. */
        @Override
        public void left(Line line) {
            forget(line, "the remote of " + line + " has closed: it was stopped or updated, or its node is closing");
            opened(line);
        }

        @Override
        public void received(Line line, RemoteMessage message) {
            if (message instanceof RemoteMessage.Call call) {
                callee.call(line, call);
            } else if (message instanceof RemoteMessage.Cancel cancel) {
                callee.cancel(line, cancel.id());
            } else if (message instanceof RemoteMessage.Export export) {
                caller.exported(line, export);
            } else if (message instanceof RemoteMessage.Unexport unexport) {
                caller.withdrawn(line, unexport.number());
            } else if (message instanceof RemoteMessage.Release release) {
                if (line.references() instanceof PeerReferences references) {
                    references.released(release.number(), release.count());
                }
            } else if (message instanceof RemoteMessage.OfStream ofStream) {
                streams.received(line, ofStream);
            } else if (!caller.answered(line, message) && message instanceof RemoteMessage.Result result) {
                line.references().discard(result.value());
            }
        }

        @Override
        public void closed(Line line) {
            lines.remove(line);
            forget(line, "the session with " + line + " ended");
        }

        private void forget(Line line, String why) {
            exports.closed(line);
            callee.closed(line);
            caller.closed(line, why);
            streams.closed(line, why);
            if (line.references() instanceof PeerReferences references) {
                references.clear();
            }
        }
    }

    private void releaseLater() {
        environment.schedule(RELEASE_EVERY_NS, () -> {
            if (!closed) {
                lines.forEach(line -> ((PeerReferences) line.references()).release());
                releaseLater();
            }
        });
    }

    private long rttNs(NodeId peer) {
        return node.peer(peer)
                .filter(p -> p.link().isPresent())
                .map(Peer::rtt)
                .map(rtt -> rtt.smoothed().toNanos())
                .orElse(Distance.NO_LINK);
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
    private void interest(String name) {
        try {
            interests.computeIfAbsent(
                    name,
                    n -> channel.route(
                            Topic.of(Exports.TOPIC_PREFIX + n), ByteBuffer.allocate(0), new RouteListener() {}));
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
        return caller.exports();
    }

    @Override
    public boolean awaitExporters(String name, int nodes, Duration timeout) {
        Semaphore changes = new Semaphore(0);
        Runnable watcher = changes::release;
        long deadlineNs = environment.nanoTime() + timeout.toNanos();
        caller.watch(watcher);
        try {
            while (caller.count(name) < nodes) {
                if (!changes.tryAcquire(deadlineNs - environment.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return caller.count(name) >= nodes;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            caller.unwatch(watcher);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    @Override
    public Optional<Invocation> invocation() {
        return callee.invocation();
    }

    /** How many calls of peers wait or run here now. */
    int servedCalls() {
        return callee.running();
    }

    /** How many objects and publishers are lent to peers now. */
    int lentObjects() {
        return lines.stream()
                .mapToInt(line -> ((PeerReferences) line.references()).lentObjects())
                .sum();
    }

    /** How often what is lent to peers was sent and not released. */
    long lentTimes() {
        return lines.stream()
                .mapToLong(line -> ((PeerReferences) line.references()).lentTimes())
                .sum();
    }

    /** How often what is borrowed from peers was received and not released: what they count as lent, when nothing is on its way. */
    long borrowedTimes() {
        return lines.stream()
                .mapToLong(line -> ((PeerReferences) line.references()).borrowedTimes())
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
        return caller.exports(name).stream()
                .filter(e -> !e.function() && !e.node().equals(node.id()))
                .map(Exported::node)
                .distinct()
                .toList();
    }

    /** Called after each change of what is exported, on any thread; must not block. */
    void watch(Runnable watcher) {
        caller.watch(watcher);
    }

    void unwatch(Runnable watcher) {
        caller.unwatch(watcher);
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
                callee.drain().toCompletableFuture(),
                caller.drain(STOPPED).toCompletableFuture());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // who wanted to wait for calls in flight has called drain
    public void close() {
        boolean alone = !node.isClosing();
        String why = alone ? STOPPED : "this node is closing";
        closed = true;
        exports.drain();
        CompletionStage<Void> left = alone ? caller.drain(why) : CompletableFuture.completedFuture(null);
        callee.close(why);
        caller.close(why);
        streams.close(why);
        awaitCallers(left.toCompletableFuture());
        lines.forEach(PeerLine::close);
        channel.close();
    }

    private void awaitCallers(CompletableFuture<Void> left) {
        if (environment.isInside()) {
            return;
        }
        try {
            left.get(LEAVE_MS, TimeUnit.MILLISECONDS);
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
