package chaski.node.session;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.node.channel.ChannelCalls;
import chaski.node.channel.ChannelEnvironment;
import chaski.node.channel.GuardedListener;
import chaski.node.context.NodeContext;
import chaski.node.declaration.Declarations;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.routing.DirectRoute;
import chaski.node.routing.PublisherRoute;
import chaski.node.routing.Router;
import chaski.node.send.SendChannel;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;

/** A channel: the declarations of one protocol, the routes it opened, and the calls of its code. Thread-safe. */
final class DefaultChannel implements Channel {

    /**
     * The time for which a close waits for the code of its owner, and again once threads were interrupted. The owner
     * may drain for 1.5 s before that; component runtimes do not wait much longer than two seconds in all.
     */
    private static final long END_NS = 100_000_000L;

    private final NodeContext context;
    private final Declarations declarations;
    private final Router router;
    private final Function<PeerSession, SendChannel> sendChannels;
    private final ObjLongConsumer<DefaultChannel> onClosed;
    private final int number;
    private final String name;
    private final ChannelHandler handler;
    private final ChannelCalls calls;
    private final ChannelEnvironment environment;
    private final Set<LocalDeclaration> declared = ConcurrentHashMap.newKeySet();
    private final Set<PublisherRoute> routes = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closing = new AtomicBoolean();

    DefaultChannel(
            NodeContext context,
            Declarations declarations,
            Router router,
            int number,
            String name,
            ChannelHandler handler,
            Function<PeerSession, SendChannel> sendChannels,
            ObjLongConsumer<DefaultChannel> onClosed) {
        this.context = context;
        this.declarations = declarations;
        this.router = router;
        this.sendChannels = sendChannels;
        this.onClosed = onClosed;
        this.number = number;
        this.name = name;
        this.handler = handler;
        this.calls = new ChannelCalls(context.counters(), context.events(), name);
        this.environment = new ChannelEnvironment(context.environment(), calls);
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    ChannelHandler handler() {
        return handler;
    }

    ChannelCalls calls() {
        return calls;
    }

    boolean isClosed() {
        return calls.isClosed();
    }

    @Override
    public DeclarationHandle declare(Declaration declaration) {
        checkOpen();
        LocalDeclaration made = declarations.declare(number, declaration, code -> calls.guarded("a callback", code));
        declared.removeIf(LocalDeclaration::isWithdrawn);
        declared.add(made);
        checkStillOpen(() -> made.withdraw(() -> {}));
        return made;
    }

    @Override
    public Route route(Topic topic, ByteBuffer preamble, RouteListener listener) {
        checkOpen();
        ByteBuffer copy = copy(preamble);
        if (router.routes().size() >= context.routeLimit()) {
            throw new LimitException("expected at most " + context.routeLimit()
                    + " publishers on one node (16 times limits.topicsPerPeer): close some");
        }
        PublisherRoute route = new PublisherRoute(
                router,
                number,
                topic,
                copy,
                new GuardedListener(calls, listener),
                calls,
                context.config().session().maxMessageBytes());
        router.register(route);
        return kept(route);
    }

    @Override
    public PeerRoute route(PeerSession session, ByteBuffer preamble) {
        checkOpen();
        DirectRoute route = new DirectRoute(
                router,
                number,
                Topic.of(name),
                copy(preamble),
                sendChannels.apply(session),
                calls,
                context.config().session().maxMessageBytes());
        return kept(route);
    }

    private <R extends PublisherRoute> R kept(R route) {
        routes.removeIf(PublisherRoute::isClosed);
        routes.add(route);
        checkStillOpen(route::close);
        return route;
    }

    private static ByteBuffer copy(ByteBuffer preamble) {
        if (preamble.remaining() > RecordHeader.MAX_PREAMBLE) {
            throw new LimitException("expected a preamble of at most " + RecordHeader.MAX_PREAMBLE + " bytes, got "
                    + preamble.remaining());
        }
        return ByteBuffer.allocate(preamble.remaining()).put(0, preamble, preamble.position(), preamble.remaining());
    }

    @Override
    public boolean cut(Route.Stall stall) {
        boolean here = stall.node().equals(context.id());
        LocalDeclaration own = here ? declarations.find(stall.declaration()) : null;
        if (here && own == null) {
            return true; // withdrawn in the meantime
        }
        if (!here && !router.cut(stall.node(), stall.declaration())) {
            return false;
        }
        context.counters().add("subscriptions.cut");
        context.events().raise(at -> new NodeEvent.SubscriberCut(at, stall.node(), stall.name(), stall.pattern()));
        if (own != null) {
            wasCut(own, context.id(), context.config().name());
        }
        return true;
    }

    /** Reports that a publisher of some node has cut a declaration of this channel. */
    void wasCut(LocalDeclaration cut, NodeId by, String name) {
        TopicPattern pattern = cut.declaration().pattern();
        if (!by.equals(context.id())) {
            context.counters().add("subscriptions.cut");
        }
        context.events().raise(at -> new NodeEvent.SubscriptionCut(at, by, name, pattern));
        calls.run("the handler of cuts", () -> handler.onCut(cut, by));
    }

    @Override
    public void raise(NodeEvent.Draft event) {
        context.events().raise(event);
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public void close() {
        close(END_NS);
    }

    /**
     * Closes the channel. Waits up to {@code patienceNs} for the owner's code, and as long again once it was
     * interrupted.
     */
    void close(long patienceNs) {
        if (closing.compareAndSet(false, true)) {
            calls.close();
            environment.cancelTimers();
            routes.forEach(PublisherRoute::close);
            declared.forEach(d -> d.withdraw(() -> {}));
            onClosed.accept(this, patienceNs);
            if (!context.environment().isInside()) {
                end(patienceNs);
            }
        }
    }

    private void end(long patienceNs) {
        if (!isOver(patienceNs)) {
            environment.interrupt();
            if (!isOver(patienceNs)) {
                calls.late();
            }
        }
    }

    private boolean isOver(long patienceNs) {
        CompletableFuture<Void> idle = calls.idle();
        try {
            idle.get(patienceNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
        return idle.isDone();
    }

    /** Undoes what was created if a close that has begun in the meantime may not have seen it. */
    private void checkStillOpen(Runnable undo) {
        if (closing.get()) {
            undo.run();
            checkOpen();
        }
    }

    private void checkOpen() {
        if (closing.get()) {
            throw new ClosedException("the channel " + name + " is closed");
        }
    }
}
