package chaski.node.session;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.Channel;
import chaski.api.node.ChannelHandler;
import chaski.api.node.Declaration;
import chaski.api.node.Declared;
import chaski.api.node.NodeEvent;
import chaski.api.node.PeerRoute;
import chaski.api.node.PeerSession;
import chaski.api.node.Route;
import chaski.api.node.RouteListener;
import chaski.node.declaration.LocalDeclaration;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A channel: what one protocol declared and the routes it opened. Thread-safe. */
final class DefaultChannel implements Channel {

    private final Engine engine;
    private final int number;
    private final String name;
    private final ChannelHandler handler;
    private final Set<LocalDeclaration> declared = ConcurrentHashMap.newKeySet();
    private final Set<DefaultRoute> routes = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    DefaultChannel(Engine engine, int number, String name, ChannelHandler handler) {
        this.engine = engine;
        this.number = number;
        this.name = name;
        this.handler = handler;
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

    @Override
    public Declared declare(Declaration declaration) {
        checkOpen();
        LocalDeclaration made = engine.declarations().declare(number, declaration);
        declared.removeIf(LocalDeclaration::isWithdrawn);
        declared.add(made);
        return made;
    }

    @Override
    public Route route(Topic topic, ByteBuffer preamble, RouteListener listener) {
        checkOpen();
        ByteBuffer copy = copy(preamble);
        if (engine.router().routes().size() >= engine.routeLimit()) {
            throw new LimitException("expected at most " + engine.routeLimit()
                    + " publishers on one node (16 times limits.topicsPerPeer): close some");
        }
        DefaultRoute route = new DefaultRoute(
                engine.router(),
                number,
                topic,
                copy,
                listener,
                engine.config().session().maxMessageBytes());
        engine.router().register(route);
        routes.removeIf(DefaultRoute::isClosed);
        routes.add(route);
        return route;
    }

    @Override
    public PeerRoute route(PeerSession session, ByteBuffer preamble) {
        checkOpen();
        DefaultPeerRoute route = new DefaultPeerRoute(
                engine.router(),
                number,
                Topic.of(name),
                copy(preamble),
                ((Session) session).outbound(),
                engine.config().session().maxMessageBytes());
        routes.removeIf(DefaultRoute::isClosed);
        routes.add(route);
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
        boolean here = stall.node().equals(engine.id());
        LocalDeclaration own = here ? engine.declarations().find(stall.declaration()) : null;
        if (here && own == null) {
            return true; // withdrawn meanwhile
        }
        if (!here && !engine.router().cut(stall.node(), stall.declaration())) {
            return false;
        }
        engine.counters().add("subscriptions.cut");
        engine.events().raise(new NodeEvent.SubscriberCut(stall.node(), stall.name(), stall.pattern()));
        if (own != null) {
            wasCut(own, engine.id(), engine.config().name());
        }
        return true;
    }

    /** A publisher of some node has cut a declaration of this channel. */
    void wasCut(LocalDeclaration cut, NodeId by, String name) {
        TopicPattern pattern = cut.declaration().pattern();
        if (!by.equals(engine.id())) {
            engine.counters().add("subscriptions.cut");
        }
        engine.events().raise(new NodeEvent.SubscriptionCut(by, name, pattern));
        handler.onCut(cut, by);
    }

    @Override
    public void raise(NodeEvent event) {
        engine.events().raise(event);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            routes.forEach(DefaultRoute::close);
            declared.forEach(d -> d.withdraw(() -> {}));
            engine.channels().closed(this);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedException("the channel " + name + " is closed");
        }
    }
}
