package chaski.streamer;

import chaski.api.ProtocolException;
import chaski.api.node.Credit;
import chaski.api.node.Inbound;
import chaski.api.node.PeerSession;
import chaski.api.node.Route;
import chaski.api.streamer.Origin;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one peer publishes to this node. Finds the subscriptions for each message, among those of our declarations that the peer had
 * applied when it sent it, and puts the message in their queues. One call after another, on I/O threads.
 */
final class PeerStream implements Inbound {

    private final PeerSession session;
    private final SubscriptionTable table;
    private final Map<Long, PeerRoute> routes = new HashMap<>();
    private @Nullable PeerRoute lastRoute;
    private long lastNumber = -1;
    private long applied;

    PeerStream(PeerSession session, SubscriptionTable table) {
        this.session = session;
        this.table = table;
    }

    /** A publisher of the peer, with the subscriptions that receive its messages now. */
    private static final class PeerRoute {

        private final Envelope.Source source;
        private DefaultSubscription<?>[] targets = {};
        private Credit[] credits = {};
        private long tableVersion = -1;
        private long applied = -1;

        /** Decided when the first part of a large message came. */
        private @Nullable PeerRoute begun;

        PeerRoute(Envelope.Source source) {
            this.source = source;
        }
    }

    @Override
    public void onRoute(long route, ByteBuffer preamble) {
        RoutePreamble told = RoutePreamble.decode(preamble);
        Origin origin = new Origin(session.peer(), session.incarnation(), route);
        routes.put(route, new PeerRoute(new Envelope.Source(told.topic(), origin, told.content())));
    }

    @Override
    public void onRouteClosed(long route) {
        routes.remove(route);
        lastNumber = -1;
    }

    @Override
    public void onMessageBegun(long number, long sequence) {
        PeerRoute route = route(number);
        update(route);
        PeerRoute decided = new PeerRoute(route.source);
        decided.targets = route.targets;
        decided.credits = route.credits;
        route.begun = decided;
    }

    @Override
    public void onMessage(long number, long sequence, ByteBuffer message) {
        PeerRoute route = route(number);
        PeerRoute decided = route.begun;
        if (decided == null) {
            update(route);
            decided = route;
        } else {
            route.begun = null;
        }
        deliver(decided, sequence, message);
    }

    private void deliver(PeerRoute route, long sequence, ByteBuffer message) {
        long cost = Route.cost(message.remaining());
        int flags = MessageHead.flags(message);
        long timestampMs = message.getLong();
        Map<String, String> headers = (flags & MessageHead.HEADERS) == 0 ? Map.of() : MessageHead.headers(message);
        byte[] payload = new byte[message.remaining()];
        message.get(payload);
        boolean taken = false;
        for (int i = 0; i < route.targets.length; i++) {
            Credit credit = route.credits[i];
            if (!credit.received(cost)) {
                throw new ProtocolException("expected messages within the credit of " + route.targets[i] + ", got more");
            }
            byte[] own = i == 0 ? payload : payload.clone();
            Envelope envelope = new Envelope(route.source, sequence, timestampMs, headers, own, cost, credit);
            if (route.targets[i].deliver(envelope)) {
                taken = true;
            } else {
                credit.taken(cost);
            }
        }
        if (!taken) {
            session.unsubscribed(1);
        }
    }

    private PeerRoute route(long number) {
        PeerRoute route = number == lastNumber ? lastRoute : routes.get(number);
        if (route == null) {
            throw new ProtocolException("expected a message of a publisher that was announced, got one of route " + number);
        }
        lastNumber = number;
        lastRoute = route;
        return route;
    }

    private void update(PeerRoute route) {
        long version = table.version();
        if (route.tableVersion == version && route.applied == applied) {
            return;
        }
        List<DefaultSubscription<?>> now = table.matching(route.source.topic()).stream()
                .filter(s -> s.receivesAt(applied))
                .toList();
        route.targets = now.toArray(DefaultSubscription<?>[]::new);
        route.credits = now.stream().map(s -> session.credit(s.declared())).toArray(Credit[]::new);
        route.tableVersion = version;
        route.applied = applied;
    }

    @Override
    public void onApplied(long version) {
        applied = version;
    }

    @Override
    public void onIdle() {
        for (DefaultSubscription<?> subscription : table.all()) {
            subscription.wake();
        }
    }

    @Override
    public void onClosed() {
        routes.clear();
        lastNumber = -1;
    }
}
