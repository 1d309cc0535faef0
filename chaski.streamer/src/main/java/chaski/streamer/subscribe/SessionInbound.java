package chaski.streamer.subscribe;

import chaski.api.ProtocolException;
import chaski.api.node.UnsubscribedReason;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.Route;
import chaski.api.streamer.Origin;
import chaski.streamer.wire.Headers;
import chaski.streamer.wire.MessageHead;
import chaski.streamer.wire.Preamble;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Receives the messages of one peer. Confined to the session's I/O thread, as the engine guarantees.
 *
 * <p>Batches are added to the mailboxes when the engine has delivered everything it had read, when a batch is full, and
 * before the peer's view of our declarations changes, so that a subscription that has drained has received everything.
 */
public final class SessionInbound implements Inbound {

    private static final DeliveryBatcher[] NO_RECEIVERS = {};

    private final PeerSession session;
    private final Mailboxes mailboxes;
    private final RouteTable routes = new RouteTable();
    private final Map<Mailbox, DeliveryBatcher> batchers = new HashMap<>();
    private final List<DeliveryBatcher> pendingFlush = new ArrayList<>();

    /** The declarations of this node that the peer refuses: what it sends is for others. */
    private final Set<Long> refused = new HashSet<>();

    private long applied;
    private long sweptAt;

    /**
     * Creates it for a new session.
     *
     * @param session the session
     * @param mailboxes this node's mailboxes
     */
    public SessionInbound(PeerSession session, Mailboxes mailboxes) {
        this.session = session;
        this.mailboxes = mailboxes;
    }

    @Override
    public void onRoute(long number, ByteBuffer preamble) {
        if (routes.isFull()) {
            throw new ProtocolException(
                    "expected at most " + RouteTable.MAX_ROUTES + " publishers of one peer, got more");
        }
        if (routes.find(number) != null) {
            throw new ProtocolException("expected a new publisher, got number " + number + " again");
        }
        Preamble about = Preamble.decode(preamble);
        Origin origin = new Origin(session.peer(), session.incarnation(), number);
        InboundRoute route = new InboundRoute(new PublisherDescriptor(about.topic(), origin, about.content()));
        routes.add(number, route);
        route.admitted(session.admits(number, about.topic()));
    }

    @Override
    public void onRouteClosed(long number) {
        InboundRoute route = routes.remove(number);
        if (route == null) {
            throw unknown(number);
        }
        abandon(route);
    }

    @Override
    public void onMessageBegun(long number, long sequence) {
        InboundRoute route = route(number);
        route.begins(sequence);
        abandon(route);
        route.begin(receivers(route));
    }

    @Override
    public void onMessage(long number, long sequence, ByteBuffer message) {
        InboundRoute route = route(number);
        route.arrived(sequence);
        if (route.hasBegun()) {
            DeliveryBatcher[] receivers = route.end();
            try {
                deliver(route, sequence, message, open(receivers));
                // before the release, otherwise a mailbox might be over too early
                flush();
            } finally {
                release(receivers);
            }
        } else {
            deliver(route, sequence, message, receivers(route));
        }
    }

    @Override
    public int onDatagram(long number, long sequence, ByteBuffer message) {
        MessageHead.check(message);
        InboundRoute route = route(number);
        if (!route.isAdmitted()) {
            session.unsubscribed(1, UnsubscribedReason.REFUSED);
            return 0;
        }
        int cost = (int) Route.cost(message.remaining());
        Content content = Content.of(message);
        int overflowed = 0;
        for (DeliveryBatcher batcher : open(receivers(route))) {
            Mailbox mailbox = batcher.mailbox();
            if (mailbox.declared().tryReserve(cost)) {
                mailbox.put(
                        new Delivery(
                                route.source(),
                                sequence,
                                content.timestampMs(),
                                content.headers(),
                                content.copy(),
                                cost),
                        mailbox.declared()::release);
                mailbox.runInline();
            } else {
                overflowed++;
            }
        }
        return overflowed;
    }

    /** A decoded message; the payload is the rest of the buffer. */
    private record Content(long timestampMs, Map<String, String> headers, ByteBuffer payload) {

        static Content of(ByteBuffer message) {
            long timestampMs = MessageHead.timestampMs(message);
            int start = message.position() + MessageHead.BYTES;
            ByteBuffer rest = message.slice(start, message.limit() - start);
            Map<String, String> headers = MessageHead.hasHeaders(message) ? Headers.decode(rest) : Map.of();
            return new Content(timestampMs, headers, rest.slice());
        }

        byte[] copy() {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(0, bytes);
            return bytes;
        }
    }

    private void deliver(InboundRoute route, long sequence, ByteBuffer message, DeliveryBatcher[] receivers) {
        PublisherDescriptor source = route.source();
        MessageHead.check(message);
        if (receivers.length == 0) {
            session.unsubscribed(1, route.isAdmitted() ? UnsubscribedReason.CLOSED : UnsubscribedReason.REFUSED);
            return;
        }
        int cost = (int) Route.cost(message.remaining());
        for (DeliveryBatcher batcher : receivers) {
            if (!batcher.hasCredit(cost)) {
                throw new ProtocolException("message " + sequence + " of " + source.topic()
                        + ": expected no more than the credit of the subscription "
                        + batcher.mailbox().pattern()
                        + ", got " + cost + " bytes beyond it");
            }
        }
        if (!route.isAdmitted()) {
            session.unsubscribed(1, UnsubscribedReason.REFUSED);
            for (DeliveryBatcher batcher : receivers) {
                batcher.refund(cost);
            }
            return;
        }
        long timestampMs = MessageHead.timestampMs(message);
        int start = message.position() + MessageHead.BYTES;
        Map<String, String> headers = Map.of();
        if (MessageHead.hasHeaders(message)) {
            ByteBuffer rest = message.slice(start, message.limit() - start);
            headers = Headers.decode(rest);
            start += rest.position();
        }
        byte[] shared = null;
        for (DeliveryBatcher batcher : receivers) {
            byte[] payload = shared;
            if (payload == null || batcher.mailbox().keepsBytes()) {
                payload = new byte[message.limit() - start];
                message.get(start, payload);
                shared = batcher.mailbox().keepsBytes() ? shared : payload;
            }
            enqueue(batcher, new Delivery(source, sequence, timestampMs, headers, payload, cost));
        }
    }

    private void enqueue(DeliveryBatcher batcher, Delivery delivery) {
        if (batcher.add(delivery)) {
            pendingFlush.add(batcher);
        }
        if (batcher.isFull()) {
            batcher.flush();
        }
    }

    @Override
    public void onApplied(long version) {
        flush();
        applied = version;
    }

    @Override
    public void onRefused(long declaration, boolean isRefused) {
        flush();
        if (isRefused) {
            refused.add(declaration);
        } else {
            refused.remove(declaration);
        }
        routes.forEach(InboundRoute::forgetReceivers);
    }

    @Override
    public void onAccessChanged() {
        routes.forEach(route -> route.admitted(session.admits(
                route.source().origin().publisher(), route.source().topic())));
    }

    @Override
    public void onIdle() {
        flush();
    }

    @Override
    public void onClosed() {
        flush();
        for (InboundRoute route : routes.clear()) {
            abandon(route);
        }
        batchers.clear();
    }

    private void flush() {
        for (int i = 0; i < pendingFlush.size(); i++) {
            pendingFlush.get(i).flushOnIdle();
        }
        pendingFlush.clear();
    }

    private InboundRoute route(long number) {
        InboundRoute route = routes.find(number);
        if (route == null) {
            throw unknown(number);
        }
        return route;
    }

    private static ProtocolException unknown(long number) {
        return new ProtocolException("expected a publisher that was introduced, got number " + number);
    }

    /** The large message of a route, if one has begun, does not arrive. */
    private static void abandon(InboundRoute route) {
        release(route.end());
    }

    private static void release(DeliveryBatcher[] receivers) {
        for (DeliveryBatcher batcher : receivers) {
            batcher.mailbox().endAssembly();
        }
    }

    private DeliveryBatcher[] receivers(InboundRoute route) {
        // read before the search: a change during the search makes the answer outdated immediately
        long version = mailboxes.version();
        if (!route.isCurrent(version, applied)) {
            sweep(version);
            route.receivers(search(route.source()), version, applied);
        }
        return route.receivers();
    }

    private DeliveryBatcher[] search(PublisherDescriptor source) {
        List<DeliveryBatcher> found = new ArrayList<>();
        for (Mailbox mailbox : mailboxes.match(source.topic())) {
            if (mailbox.isServedAt(applied)
                    && !refused.contains(mailbox.declared().id())) {
                found.add(batcher(mailbox));
            }
        }
        return found.isEmpty() ? NO_RECEIVERS : found.toArray(DeliveryBatcher[]::new);
    }

    private DeliveryBatcher batcher(Mailbox mailbox) {
        @Nullable DeliveryBatcher known = batchers.get(mailbox);
        if (known == null) {
            known = new DeliveryBatcher(mailbox, session.credit(mailbox.declared()));
            batchers.put(mailbox, known);
        }
        return known;
    }

    private static DeliveryBatcher[] open(DeliveryBatcher[] receivers) {
        for (DeliveryBatcher batcher : receivers) {
            if (batcher.mailbox().isClosed()) {
                return Arrays.stream(receivers)
                        .filter(l -> !l.mailbox().isClosed())
                        .toArray(DeliveryBatcher[]::new);
            }
        }
        return receivers;
    }

    /** Removes the batchers of closed mailboxes, once as many changes were made as there are batchers. */
    private void sweep(long version) {
        if (version - sweptAt > batchers.size()) {
            sweptAt = version;
            batchers.keySet().removeIf(Mailbox::isOver);
        }
    }
}
