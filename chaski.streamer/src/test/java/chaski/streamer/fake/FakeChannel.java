package chaski.streamer.fake;

import chaski.api.Topic;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A channel without peers. */
public final class FakeChannel implements Channel {

    private final AtomicLong version = new AtomicLong();
    private final AtomicLong routeNumber = new AtomicLong(1000);
    private final List<FakeDeclarationHandle> declared = new CopyOnWriteArrayList<>();
    private final List<FakeRoute> routes = new CopyOnWriteArrayList<>();
    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile boolean appliesAtOnce;
    private final Environment environment;

    /**
     * Creates a channel of a node without a network.
     *
     * @param environment the node's
     */
    FakeChannel(Environment environment) {
        this.environment = environment;
    }

    long nextVersion() {
        return version.incrementAndGet();
    }

    /** {@return the version of the declarations} */
    public long version() {
        return version.get();
    }

    /** {@return what was declared, in order} */
    public List<FakeDeclarationHandle> declared() {
        return declared;
    }

    /** {@return the routes opened, in order} */
    public List<FakeRoute> routes() {
        return routes;
    }

    /** {@return the raised events} */
    public List<NodeEvent> events() {
        return events;
    }

    /** {@return whether it was closed} */
    public boolean isClosed() {
        return closed;
    }

    /** From now on there is no peer that would have to apply a withdrawal. */
    public void applyAtOnce() {
        appliesAtOnce = true;
        declared.forEach(FakeDeclarationHandle::withdrawalApplied);
    }

    boolean appliesAtOnce() {
        return appliesAtOnce;
    }

    @Override
    public DeclarationHandle declare(Declaration declaration) {
        FakeDeclarationHandle made = new FakeDeclarationHandle(this, nextVersion(), declaration);
        declared.add(made);
        return made;
    }

    @Override
    public Route route(Topic topic, ByteBuffer preamble, RouteListener listener) {
        ByteBuffer copy = ByteBuffer.allocate(preamble.remaining())
                .put(preamble.duplicate())
                .flip();
        FakeRoute made = new FakeRoute(routeNumber.incrementAndGet(), topic, copy, listener);
        routes.add(made);
        return made;
    }

    @Override
    public PeerRoute route(PeerSession session, ByteBuffer preamble) {
        throw new UnsupportedOperationException("the streamer sends to whoever subscribed");
    }

    @Override
    public boolean cut(Route.Stall stall) {
        throw new UnsupportedOperationException("no stand-in stalls");
    }

    @Override
    public void raise(NodeEvent.Draft event) {
        events.add(event.at(Instant.EPOCH));
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public void close() {
        closed = true;
        routes.forEach(FakeRoute::close);
        declared.forEach(FakeDeclarationHandle::withdrawalApplied);
    }
}
